using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The server runs out of room: Ceph by a quota, Swift because its disk counts as full.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class FullStorageTests(StorageServer server) : IClassFixture<StorageServer>, IAsyncLifetime, IDisposable
{
    private const int PartSize = 5 << 20;

    private readonly TestFiles _files = new();

    private readonly MultipartUploadOptions _options = new()
    {
        PartSize = PartSize,
        SinglePutThreshold = 0,
        MaxConcurrency = 1,
        MaxAttempts = 3,
        RetryMaxDelay = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>What a refusal is repeated for is up to its status.</summary>
    private int Attempts => server.Capabilities.RefusalOfFullStorage.Status == HttpStatusCode.ServiceUnavailable ? 3 : 1;

    [Fact]
    public async Task A_storage_that_gets_full_in_mid_upload_is_said_to_be_and_keeps_nothing_of_it()
    {
        await using Relay relay = RelayThatFillsTheStorage();
        using S3PresignedUrlProvider provider = Provider(relay);
        using var uploader = new MultipartUploader(provider, _options);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadFileAsync(File(), new UploadTarget(server.Bucket, "filled")));

        AssertSaysSo(failure);
        Assert.Equal((UploadOutcome.NotCompleted, false, false), (failure.Outcome, failure.CanResume, failure.LeftParts));
        Assert.InRange(relay.Requests.Count(line => line.Contains($"partNumber={failure.PartNumber}&", StringComparison.Ordinal)), 1, Attempts);
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task With_a_journal_it_goes_on_when_there_is_room_again()
    {
        await using Relay relay = RelayThatFillsTheStorage();
        using S3PresignedUrlProvider provider = Provider(relay);
        _options.Journal = new FileUploadJournal(_files.PathOf("journal"));
        using var uploader = new MultipartUploader(provider, _options);
        string path = File();
        var target = new UploadTarget(server.Bucket, "kept");
        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadFileAsync(path, target));
        AssertSaysSo(failure);
        Assert.Equal((UploadOutcome.NotCompleted, true, true), (failure.Outcome, failure.CanResume, failure.LeftParts));
        int before = relay.Requests.Count;

        await server.Room.FreeAsync();
        UploadResult result = await uploader.UploadFileAsync(path, target);

        Assert.Equal((failure.PartNumber!.Value - 1) * (long)PartSize, result.BytesResumed);
        Assert.Equal(
            Enumerable.Range(failure.PartNumber.Value, 5 - failure.PartNumber.Value),
            relay.Requests.Skip(before).Select(line => PartNumber().Match(line)).Where(found => found.Success).Select(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)));
        await server.AssertSameBytesAsync(path, "kept");
        Assert.Empty(await server.UploadsInProgressAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 << 20)]
    public async Task A_storage_that_is_full_from_the_beginning_is_said_to_be_and_keeps_nothing(long singlePutThreshold)
    {
        await server.Room.FillAsync();
        _options.SinglePutThreshold = singlePutThreshold;
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.MaxRetries = 1));
        using var uploader = new MultipartUploader(provider, _options);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(new byte[100_000], new UploadTarget(server.Bucket, "full")));

        AssertSaysSo(failure);
        Assert.False(failure.LeftParts);
        await AssertNothingIsThereAsync();
        await server.Room.FreeAsync();
        await uploader.UploadAsync(new byte[100_000], new UploadTarget(server.Bucket, "full"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await server.Room.FreeAsync();
        await server.EmptyBucketAsync();
    }

    public void Dispose() => _files.Dispose();

    private void AssertSaysSo(UploadException failure)
    {
        Assert.Equal(server.Capabilities.RefusalOfFullStorage, (failure.StatusCode, failure.ErrorCode));
        Assert.Matches("(is|may be) full", failure.Message);
        Assert.InRange(failure.Attempts, 1, Attempts);
    }

    private async Task AssertNothingIsThereAsync()
    {
        Assert.Empty(await server.UploadsInProgressAsync());
        Assert.Empty(await server.KeysAsync());
    }

    private string File() => _files.Create((3 * PartSize) + 17);

    private Relay RelayThatFillsTheStorage() => new(server.Endpoint, LineFault.None, "^PUT .*partNumber=3&", times: 1) { Meanwhile = server.Room.FillAsync };

    private S3PresignedUrlProvider Provider(Relay relay) => new(server.ProviderOptions(o => o.Endpoint = relay.Endpoint));

    [GeneratedRegex("[?&]partNumber=([0-9]+)")]
    private static partial Regex PartNumber();
}
