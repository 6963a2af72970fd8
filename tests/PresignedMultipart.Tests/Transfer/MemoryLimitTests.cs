using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>The memory limit, counted by the pool.</summary>
public class MemoryLimitTests
{
    private const int Limit = 25 * MiB;

    [Fact]
    public async Task Two_hundred_streams_and_some_files_finish_together_within_the_smallest_memory()
    {
        await using Storage storage = await StartAsync(discardBodies: true);
        using MultipartUploader uploader = storage.Uploader(o => (o.MemoryLimit, o.MaxConcurrency) = (Limit, 4));
        byte[] content = Content((12 * MiB) + 5);
        string file = storage.File(content[..(11 * MiB)]);
        var random = new Random(7);
        int[] lengths = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? random.Next(content.Length) : random.Next(200_000))];

        Task[] uploads =
        [
            .. lengths.Select((length, i) => Task.Run(() => uploader.UploadAsync(
                UploadSource.FromStream(new ScriptedStream(content.AsMemory(0, length)), i % 2 == 0 ? null : length),
                new UploadTarget(Bucket, $"stream{i}")))),
            .. Enumerable.Range(0, 10).Select(i => uploader.UploadFileAsync(file, new UploadTarget(Bucket, $"file{i}"))),
        ];
        await Task.WhenAll(uploads);

        Assert.Equal(210, storage.Server.Objects.Count);
        Assert.All(lengths.Select((length, i) => (length, i)), one => Assert.Equal(one.length, storage.Server.FindObject(Bucket, $"stream{one.i}")!.Length));
        Assert.InRange(uploader.Memory.PeakBytes, 1, Limit);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task A_source_is_not_read_while_the_memory_is_spent()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => (o.MemoryLimit, o.MaxConcurrency) = (Limit, 8));
        var go = new TaskCompletionSource();
        storage.Server.Faults.On(PresignedMultipart.Testing.S3Operation.UploadPart).StallUntil(go.Task);
        using var stream = new ScriptedStream(Content(8 * PartSize));

        Task upload = uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target);
        // Four parts of 5 MiB fit into seven eighths of 25 MiB.
        await storage.Server.WaitForRequestAsync(request => request.PartNumber == 4);

        Assert.Equal(4 * PartSize, stream.BytesRead);
        go.SetResult();
        await upload;
        Assert.InRange(uploader.Memory.PeakBytes, 4 * PartSize, Limit);
    }

    [Fact]
    public async Task A_slow_stream_does_not_keep_files_waiting()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => (o.MemoryLimit, o.PartSize) = (Limit, 10 * MiB));
        var go = new TaskCompletionSource();
        Task[] slow =
        [
            .. Enumerable.Range(0, 3).Select(i => uploader.UploadAsync(
                UploadSource.FromStream(new ScriptedStream(Content(10)) { BeforeRead = (read, _) => read > 0 ? new ValueTask(go.Task) : default }),
                new UploadTarget(Bucket, $"slow{i}"))),
        ];

        await uploader.UploadFileAsync(storage.File(Content(2 * PartSize)), storage.Target);

        Assert.All(slow, upload => Assert.False(upload.IsCompleted));
        go.SetResult();
        await Task.WhenAll(slow);
    }

    [Fact]
    public void A_limit_below_25_MiB_is_refused_with_the_reason()
    {
        var options = new MultipartUploadOptions { MemoryLimit = Limit - 1 };

        string failure = Assert.Single(new MultipartUploadOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains($"MemoryLimit is {Limit - 1}; set it to at least {Limit} bytes (25 MiB)", failure, StringComparison.Ordinal);
    }
}
