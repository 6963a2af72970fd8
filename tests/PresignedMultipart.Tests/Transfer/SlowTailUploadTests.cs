using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>A connection that hardly moves at the end of an upload does not hold the upload up.</summary>
public class SlowTailUploadTests
{
    private const int Parts = 8;
    private const int LargePart = 16 * MiB;

    [Fact]
    public async Task A_part_that_hardly_moves_is_sent_a_second_time_and_the_first_answer_counts()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(1).SlowTo(bytesPerSecond: 100_000);
        byte[] content = Content((Parts * LargePart) - 7);
        var progress = new Reports();
        using MultipartUploader uploader = storage.Uploader(o => (o.PartSize, o.ProgressInterval) = (LargePart, TimeSpan.FromMilliseconds(10)));

        UploadResult result = await uploader.UploadAsync(content, storage.Target, progress);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        S3TestRequest[] sixth = [.. storage.Requests(S3Operation.UploadPart).Where(request => request.PartNumber == 6)];
        Assert.Equal(2, sixth.Length);
        Assert.Equal([false, true], sixth.Select(request => request.StatusCode == 200));
        Assert.NotEqual(sixth[0].Connection, sixth[1].Connection);
        Assert.Equal(Parts, result.PartCount);
        Assert.InRange(result.BytesResent, 1, LargePart);
        Assert.Equal(ChecksumConfirmation.WholeObject, result.ChecksumConfirmation);
        Assert.All(progress.All, report => Assert.True(report.BytesSent <= content.Length && report.BytesAcknowledged <= report.BytesSent));
        Assert.Equal(content.Length, progress.All[^1].BytesSent);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task When_the_second_sending_is_no_better_the_first_one_counts()
    {
        await using Storage storage = await StartAsync();
        S3FaultRule stuck = storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(2).Stall();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(1).StallUntil(stuck.WaitForHitsAsync(), afterBytes: 100_000);
        byte[] content = Content(Parts * LargePart);

        await storage.Uploader(o => o.PartSize = LargePart).UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(1, stuck.Hits);
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_second_sending_that_is_refused_is_forgotten()
    {
        await using Storage storage = await StartAsync();
        S3FaultRule refused = storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(2).AnswerBeforeBody(403, "AccessDenied");
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(1).StallUntil(refused.WaitForHitsAsync(), afterBytes: 100_000);
        byte[] content = Content(Parts * LargePart);

        await storage.Uploader(o => o.PartSize = LargePart).UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(1, refused.Hits);
    }

    [Fact]
    public async Task Two_sendings_that_are_stored_under_two_etags_are_followed_by_one_more()
    {
        await using Storage storage = await StartAsync();
        S3FaultRule held = storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(2).HoldAnswerUntil(
            storage.Server.WaitForRequestAsync(request => request is { PartNumber: 6, Attempt: 1, IsFinished: true }));
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(2).ReplaceAnswerHeader("ETag", "\"another\"");
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(1).StallUntil(held.WaitForHitsAsync(), afterBytes: 100_000);
        byte[] content = Content(Parts * LargePart);

        await storage.Uploader(o => o.PartSize = LargePart).UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(3, storage.Requests(S3Operation.UploadPart).Count(request => request.PartNumber == 6));
    }

    [Fact]
    public async Task A_second_sending_that_finds_no_room_does_not_hold_up_the_next_attempt()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(6).Attempt(1).Stall(afterBytes: 100_000);
        byte[] content = Content(Parts * LargePart);
        using MultipartUploader uploader = storage.Uploader(o => (o.PartSize, o.MaxConcurrency, o.AdaptiveConcurrency, o.StallTimeout) = (LargePart, 2, false, TimeSpan.FromSeconds(6)));

        Task upload = uploader.UploadAsync(content, storage.Target);
        await storage.Server.WaitForRequestAsync(request => request is { PartNumber: 7 });
        // Another upload takes what room there is, and keeps it.
        await uploader.Gate.EnterAsync(CancellationToken.None);

        await upload.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(2, storage.Requests(S3Operation.UploadPart).Count(request => request.PartNumber == 6));
    }

    private sealed class Reports : IProgress<UploadProgress>
    {
        public List<UploadProgress> All { get; } = [];

        public void Report(UploadProgress value) => All.Add(value);
    }
}
