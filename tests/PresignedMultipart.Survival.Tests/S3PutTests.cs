using System.Diagnostics;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Survival.Tests;

/// <summary>What samples/S3Put says on a terminal.</summary>
public sealed class S3PutTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private readonly string _directory = Directory.CreateTempSubdirectory("s3put-").FullName;

    [Theory]
    [InlineData("pipe", "is a named pipe", "put - s3://bucket/key <")]
    [InlineData("link", "is a named pipe", "put - s3://bucket/key <")]
    [InlineData("/dev/zero", "is a device", "put - s3://bucket/key <")]
    [InlineData(".", "is a directory", "put-dir")]
    public async Task A_file_that_is_none_is_refused_with_the_command_that_takes_it(string name, string what, string cure)
    {
        await using S3TestServer server = await S3TestServer.StartAsync(_limit.Token);
        using var made = Process.Start("mkfifo", Path.Combine(_directory, "pipe"));
        await made.WaitForExitAsync(_limit.Token);
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), Path.Combine(_directory, "pipe"));
        using var put = Life.OfS3Put(server, "put", Path.Combine(_directory, name), "s3://bucket/key");

        (int exitCode, string output) = await put.EndAsync(_limit.Token);

        Assert.Equal(1, exitCode);
        Assert.Contains(what, output, StringComparison.Ordinal);
        Assert.Contains(cure, output, StringComparison.Ordinal);
        Assert.Equal(0, server.RequestCount);
    }

    [Fact]
    public async Task An_empty_file_is_uploaded()
    {
        await using S3TestServer server = await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { "bucket" } }, _limit.Token);
        string empty = Path.Combine(_directory, "empty");
        await File.WriteAllBytesAsync(empty, [], _limit.Token);
        using var put = Life.OfS3Put(server, "put", empty, "s3://bucket/key");

        await put.SucceedAsync(_limit.Token);

        Assert.Equal(0, Assert.Single(server.Objects).Length);
    }

    [Fact]
    public async Task A_dry_sweep_says_what_would_be_aborted_and_what_left_and_why()
    {
        var now = new ShiftedTime();
        await using S3TestServer server = await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { "bucket" }, TimeProvider = now }, _limit.Token);
        using var provider = new S3.S3PresignedUrlProvider(new S3.S3ProviderOptions { Endpoint = server.Endpoint, Region = server.Region, AccessKey = server.AccessKey, SecretKey = server.SecretKey });
        now.Shift = TimeSpan.FromMinutes(-10);
        await provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "old"), null, cancellationToken: _limit.Token);
        now.Shift = TimeSpan.Zero;
        await provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "young"), null, cancellationToken: _limit.Token);
        using var sweep = Life.OfS3Put(server, "sweep", "s3://bucket", "--older-than", "5m", "--dry-run");

        string[] lines = (await sweep.SucceedAsync(_limit.Token)).Split(Environment.NewLine);

        Assert.EndsWith("would be aborted", Assert.Single(lines, line => line.StartsWith("s3://bucket/old", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("would be left: not yet as old as --older-than says", Assert.Single(lines, line => line.StartsWith("s3://bucket/young", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("1 upload(s) would be aborted, 1 left", lines[^1]);
        Assert.Equal(2, server.MultipartUploads.Count);
    }

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
