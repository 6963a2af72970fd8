using System.Diagnostics;
using System.Net.Security;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The ways to the storage that are not plain HTTP by this library.</summary>
public sealed class TransportTests(StorageServer server) : IClassFixture<StorageServer>
{
    [Fact]
    public async Task Over_TLS_with_a_private_certificate_authority_a_host_uploads()
    {
        using var files = new TestFiles();
        string path = files.Create(25L << 20);
        using AmazonS3Client client = server.CreateTlsClient();
        var services = new ServiceCollection();
        services.AddPresignedMultipart()
            .AddProvider(_ => new S3PresignedUrlProvider(client))
            .HttpClient.UseSocketsHttpHandler((handler, _) => handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = server.TrustPolicy() });
        await using ServiceProvider host = services.BuildServiceProvider();

        Task<UploadResult> UploadAsync() => host.GetRequiredService<IMultipartUploader>().UploadFileAsync(path, new UploadTarget(server.Bucket, "tls"));
        if (!server.Capabilities.Tls)
        {
            var failure = await Assert.ThrowsAsync<UploadException>(UploadAsync);
            Assert.Equal((null, UploadOutcome.NotCompleted), (failure.StatusCode, failure.Outcome));
            return;
        }

        await UploadAsync();

        await server.AssertSameBytesAsync(path, "tls");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_at_once_and_leaves_nothing()
    {
        using AmazonS3Client client = server.CreateTlsClient();
        using var provider = new S3PresignedUrlProvider(client);
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { SinglePutThreshold = 0 });

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[10], new UploadTarget(server.Bucket, "untrusted")));

        Assert.Equal((1, false), (failure.Attempts, failure.LeftParts));
        // Not only that "the SSL connection could not be established".
        Assert.Contains(server.Capabilities.Tls ? "The remote certificate is invalid" : "corrupted frame", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await server.UploadsInProgressAsync());
    }

    [Fact]
    public async Task A_presigned_put_is_good_for_curl()
    {
        using var files = new TestFiles();
        string path = files.Create(1_000_003);
        PresignedUrl put = await server.Provider.PresignPutObjectAsync(
            new UploadTarget(server.Bucket, "by curl/ä b+c.txt") { ContentType = "text/plain", Metadata = new Dictionary<string, string> { ["by"] = "curl" } },
            contentLength: 1_000_003);

        // --path-as-is: curl would fold '.' and '..' as a browser does. Headers that are signed are sent as they are.
        var curl = new ProcessStartInfo("curl", ["--silent", "--show-error", "--fail-with-body", "--path-as-is", "--upload-file", path, put.Uri.OriginalString]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in put.Headers)
        {
            curl.ArgumentList.Add("--header");
            curl.ArgumentList.Add($"{name}: {value}");
        }

        using Process process = Process.Start(curl)!;
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output);
        await server.AssertSameBytesAsync(path, "by curl/ä b+c.txt");
        Assert.Equal("curl", (await server.Client.GetObjectMetadataAsync(server.Bucket, "by curl/ä b+c.txt")).Metadata["by"]);
    }
}
