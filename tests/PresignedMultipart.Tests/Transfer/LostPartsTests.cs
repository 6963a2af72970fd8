using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What the storage has of a part is the last that arrived, and not always what it acknowledged.</summary>
public class LostPartsTests
{
    private const string AnotherETag = "\"00000000000000000000000000000000\"";

    private readonly byte[] _content = Content(6 * PartSize);

    [Fact]
    public async Task A_part_that_is_not_as_it_was_acknowledged_is_sent_once_more()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Once().ReplaceAnswerHeader("ETag", AnotherETag);
        var progress = new LastReport();

        UploadResult result = await storage.Uploader().UploadAsync(_content, storage.Target, progress);

        Assert.Equal(_content, storage.Stored());
        Assert.Equal(7, storage.Requests(S3Operation.UploadPart).Count);
        Assert.Equal((_content.Length, PartSize, 0), (result.Length, result.BytesResent, result.BytesResumed));
        Assert.Equal((_content.Length, _content.Length, 6, true), (progress.Value.BytesSent, progress.Value.BytesAcknowledged, progress.Value.PartsAcknowledged, progress.Value.IsCompleted));
        Assert.Contains(storage.Logs.Lines, line => line.StartsWith("Warning PartsLost", StringComparison.Ordinal) && line.Contains("1 of its parts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_the_storage_does_not_have_is_sent_once_more()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterParts = AlterOnce(parts => [.. parts.Select(part => part.PartNumber == 4 ? part with { ETag = AnotherETag } : part)]);
        storage.Provider.AlterListing = listed => [.. listed.Where(part => part.PartNumber != 4)];

        await storage.Uploader().UploadAsync(_content, storage.Target);

        Assert.Equal(_content, storage.Stored());
        Assert.Equal([1, 2, 3, 4, 4, 5, 6], storage.Requests(S3Operation.UploadPart).Select(request => request.PartNumber!.Value).Order());
    }

    [Fact]
    public async Task A_part_of_an_earlier_run_counts_no_more_as_found_when_it_was_lost()
    {
        await using Storage storage = await StartAsync();
        var journal = new MemoryJournal();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(4).Once().Answer(400, "BadDigestOfTests");
        using MultipartUploader uploader = storage.Uploader(o => (o.MaxConcurrency, o.Journal) = (1, journal));
        await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(_content, storage.Target));
        bool isAsked = false;
        storage.Provider.AlterParts = AlterOnce(parts =>
        {
            isAsked = true;
            return [.. parts.Select(part => part.PartNumber == 2 ? part with { ETag = AnotherETag } : part)];
        });
        storage.Provider.AlterListing = listed => [.. listed.Where(part => !isAsked || part.PartNumber != 2)];

        UploadResult result = await uploader.UploadAsync(_content, storage.Target);

        Assert.Equal(_content, storage.Stored());
        Assert.Equal((2 * PartSize, 0), (result.BytesResumed, result.BytesResent));
    }

    [Fact]
    public async Task A_completion_that_is_refused_although_all_parts_are_there_fails_at_once()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterParts = parts => [.. parts.Select(part => part with { ETag = AnotherETag })];

        UploadException failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(_content, storage.Target));

        Assert.Equal(("InvalidPart", UploadOutcome.NotCompleted), (failure.ErrorCode, failure.Outcome));
        Assert.Single(storage.Requests(S3Operation.CompleteMultipartUpload));
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_part_that_is_lost_again_and_again_ends_the_upload()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).ReplaceAnswerHeader("ETag", AnotherETag);

        UploadException failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(_content, storage.Target));

        Assert.Equal("InvalidPart", failure.ErrorCode);
        Assert.Equal(3, storage.Requests(S3Operation.CompleteMultipartUpload).Count);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task What_cannot_be_read_again_is_not_sent_once_more()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Once().ReplaceAnswerHeader("ETag", AnotherETag);

        UploadException failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(UploadSource.FromStream(new ScriptedStream(_content)), storage.Target));

        Assert.Equal("InvalidPart", failure.ErrorCode);
        Assert.Equal(6, storage.Requests(S3Operation.UploadPart).Count);
        storage.AssertNothingStands();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_parts_cannot_be_listed_the_refusal_is_reported(bool canList)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Once().ReplaceAnswerHeader("ETag", AnotherETag);
        storage.Provider.Capabilities &= canList ? PresignedUrlProviderCapabilities.All : ~PresignedUrlProviderCapabilities.ListParts;
        storage.Provider.AlterListing = _ => throw new PresignedUrlProviderException("It does not tell.");

        UploadException failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(_content, storage.Target));

        Assert.Equal("InvalidPart", failure.ErrorCode);
        Assert.Equal(6, storage.Requests(S3Operation.UploadPart).Count);
    }

    [Fact]
    public async Task A_journal_keeps_what_could_not_be_completed_for_a_part()
    {
        await using Storage storage = await StartAsync();
        S3FaultRule fault = storage.Server.Faults.On(S3Operation.UploadPart).Part(2).ReplaceAnswerHeader("ETag", AnotherETag);
        using MultipartUploader uploader = storage.Uploader(o => o.Journal = new MemoryJournal());
        Assert.True((await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(_content, storage.Target))).CanResume);
        fault.Remove();

        UploadResult result = await uploader.UploadAsync(_content, storage.Target);

        // What the storage lists, with a sum of it, counts for more than what the journal has.
        Assert.Equal(_content, storage.Stored());
        Assert.Equal(_content.Length, result.BytesResumed);
    }

    private static Func<IReadOnlyList<CompletedPart>, IReadOnlyList<CompletedPart>> AlterOnce(Func<IReadOnlyList<CompletedPart>, IReadOnlyList<CompletedPart>> alter)
    {
        int asked = 0;
        return parts => asked++ == 0 ? alter(parts) : parts;
    }

    private sealed class LastReport : IProgress<UploadProgress>
    {
        public UploadProgress Value { get; private set; }

        public void Report(UploadProgress value) => Value = value;
    }
}
