using System.Diagnostics;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>The limit on bandwidth. Its clock is the framework's own, so these tests only say what cannot have been faster.</summary>
public class BandwidthTests
{
    [Fact]
    public async Task All_uploads_together_are_no_faster_than_the_limit()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => o.MaxBytesPerSecond = 10 * MiB);

        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => uploader.UploadAsync(Content(2 * MiB), new UploadTarget(Bucket, $"key{i}"))));

        // 6 MiB, of which a tenth of a second's bytes are there from the start.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.45, 30);
        Assert.Equal(3, storage.Server.Objects.Count);
    }

    [Fact]
    public async Task Waiting_for_its_turn_is_not_a_stall()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => (o.MaxBytesPerSecond, o.StallTimeout, o.MaxAttempts, o.SinglePutThreshold) = (64 * 1024, TimeSpan.FromSeconds(1), 1, MiB));

        // Twenty connections and ten slices a second: each waits for two.
        UploadResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => uploader.UploadAsync(Content(8 * 1024), new UploadTarget(Bucket, $"key{i}"))));

        Assert.All(results, result => Assert.Equal(0, result.BytesResent));
    }

    [Fact]
    public async Task Cancelled_while_it_waits_for_its_turn_it_does_not_wait_on()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        using MultipartUploader uploader = storage.Uploader(o => o.MaxBytesPerSecond = 64 * 1024);
        Task upload = uploader.UploadFileAsync(storage.File(Content(3 * PartSize)), storage.Target, null, cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }
}
