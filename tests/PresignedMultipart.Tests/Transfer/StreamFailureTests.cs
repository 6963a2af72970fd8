using System.Runtime.CompilerServices;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Sources that fail, lie about their length or never end: nothing stays in the storage and nothing in memory.</summary>
public class StreamFailureTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(2 * PartSize)]
    public async Task What_a_source_throws_is_the_cause_of_the_failure(int after)
    {
        await using Storage storage = await StartAsync();
        using var stream = new ScriptedStream(Content(3 * PartSize), () => PartSize)
        {
            BeforeRead = (read, _) => read >= after ? throw new InvalidOperationException("the database went away") : default,
        };
        using MultipartUploader uploader = storage.Uploader();

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target));

        Assert.Equal("the database went away", Assert.IsType<InvalidOperationException>(failure.InnerException).Message);
        AssertNothingIsLeft(storage, uploader);
    }

    [Fact]
    public async Task Bytes_that_come_once_are_not_uploaded_a_second_time()
    {
        await using Storage storage = await StartAsync();
        using var stream = new ScriptedStream(Content(2 * PartSize), () => 100_001);
        UploadSource source = UploadSource.FromStream(stream);
        storage.Server.Faults.On(S3Operation.UploadPart).Once().Answer(403, "AccessDenied");
        using MultipartUploader uploader = storage.Uploader();
        await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(source, storage.Target));

        await Assert.ThrowsAsync<InvalidOperationException>(() => uploader.UploadAsync(source, storage.Target));

        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_source_that_times_out_by_itself_fails_and_is_not_taken_for_a_cancellation()
    {
        await using Storage storage = await StartAsync();
        using var stream = new ScriptedStream(Content(1)) { BeforeRead = (_, _) => throw new TaskCanceledException("no answer for 100 s") };

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(UploadSource.FromStream(stream), storage.Target));

        Assert.IsType<TaskCanceledException>(failure.InnerException);
    }

    [Theory]
    [InlineData(100, 99, 0)]
    [InlineData(100, 101, 0)]
    [InlineData(100, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(100, 99, MiB)]
    [InlineData(100, 101, MiB)]
    [InlineData(0, 1, MiB)]
    [InlineData(100, 0, MiB)]
    [InlineData(2 * PartSize, (2 * PartSize) - 1, 0)]
    [InlineData(2 * PartSize, (2 * PartSize) + 1, 0)]
    [InlineData(2 * PartSize, PartSize, 0)]
    [InlineData(2 * PartSize, 3 * PartSize, 0)]
    public async Task A_source_that_is_not_as_long_as_declared_fails_with_both_numbers(int declared, int actual, int singlePutThreshold)
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => o.SinglePutThreshold = singlePutThreshold);

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            uploader.UploadAsync(UploadSource.FromStream(new ScriptedStream(Content(actual)), declared), storage.Target));

        Assert.Contains($"to give {declared} bytes", failure.Message, StringComparison.Ordinal);
        Assert.Matches(actual < declared ? $"ended after {actual}" : "gave more: at least ", failure.Message);
        Assert.Empty(storage.Requests(S3Operation.CompleteMultipartUpload));
        AssertNothingIsLeft(storage, uploader);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Beyond_the_last_part_number_it_fails_with_the_numbers_and_the_cure(int parts, bool fits)
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => o.MaxPartCount = 4);
        Task<UploadResult> Upload() => uploader.UploadAsync(UploadSource.FromStream(new ScriptedStream(Content(parts * PartSize))), storage.Target);

        if (fits)
        {
            Assert.Equal(parts, (await Upload()).PartCount);
            return;
        }

        var failure = await Assert.ThrowsAsync<UploadException>(Upload);
        Assert.Contains($"after {4 * PartSize} bytes: 4 parts of {PartSize} bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PartSize", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft(storage, uploader);
    }

    [Fact]
    public async Task A_part_size_of_which_two_do_not_fit_into_memory_is_refused_for_a_stream_and_not_for_a_file()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader(o => (o.PartSize, o.MemoryLimit) = (12 * MiB, 25 * MiB));
        using var stream = new ScriptedStream(Content(1));

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target));
        await uploader.UploadFileAsync(storage.File(Content(13 * MiB)), storage.Target);

        Assert.Contains($"{12 * MiB} bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"MemoryLimit, {25 * MiB} bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.BytesRead);
    }

    [Fact]
    public async Task A_source_that_never_ends_can_be_cancelled()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        using var stream = new ScriptedStream(Content(MiB)) { Endless = true };
        using MultipartUploader uploader = storage.Uploader();
        Task upload = uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target, null, cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart && request.PartNumber == 3);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        AssertNothingIsLeft(storage, uploader);
    }

    [Fact]
    public async Task A_source_that_hangs_and_ignores_its_token_is_left_alone_and_its_memory_comes_back_when_it_wakes()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var hangs = new TaskCompletionSource();
        var wake = new TaskCompletionSource();
        using var stream = new ScriptedStream(Content(3 * PartSize))
        {
            BeforeRead = async (read, _) =>
            {
                if (read > PartSize)
                {
                    hangs.TrySetResult();
                    await wake.Task;
                }
            },
        };
        using MultipartUploader uploader = storage.Uploader();
        Task upload = uploader.UploadAsync(UploadSource.FromStream(stream, leaveOpen: false), storage.Target, null, cancellation.Token);

        await hangs.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        storage.AssertNothingStands();
        Assert.False(stream.IsDisposed);
        wake.SetResult();
        Assert.True(SpinWait.SpinUntil(() => stream.IsDisposed && uploader.Memory.RentedBytes == 0, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_refused_part_stops_the_reading()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");
        using var stream = new ScriptedStream(Content(MiB)) { Endless = true };
        using MultipartUploader uploader = storage.Uploader();

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target));

        Assert.Equal(("AccessDenied", 2), (failure.ErrorCode, failure.PartNumber));
        AssertNothingIsLeft(storage, uploader);
    }

    [Fact]
    public async Task A_refused_part_ends_the_wait_for_a_chunk()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Answer(403, "AccessDenied");
        using MultipartUploader uploader = storage.Uploader();

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(UploadSource.FromChunks(Chunks()), storage.Target));

        Assert.Equal("AccessDenied", failure.ErrorCode);
        AssertNothingIsLeft(storage, uploader);

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks([EnumeratorCancellation] CancellationToken stop = default)
        {
            yield return Content(PartSize + 1);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }
    }

    private static void AssertNothingIsLeft(Storage storage, MultipartUploader uploader)
    {
        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }
}
