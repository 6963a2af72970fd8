using System.Net;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>An object of two parts of 5 bytes, and what becomes of its completion.</summary>
public sealed class CompletionCoordinatorTests : IDisposable
{
    private const string PartETag = "0123456789abcdef0123456789abcdef";

    private static readonly UploadTarget Target = new("bucket", "key");
    private static readonly PartReceipt[] Receipts = [.. new[] { 1, 2 }.Select(number => new PartReceipt(new CompletedPart(number, PartETag, Sum(0)), 5, VersionId: null, IsChecksumSigned: false, IsChecksumConfirmed: false))];

    private static readonly string ETag = $"\"{MultipartETag.Expect([.. Receipts.Select(receipt => receipt.Part)])}\"";
    // That of parts whose sums are 0 is 0.
    private static readonly Checksum Whole = Sum(0);
    private static readonly DateTimeOffset StartedAt = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PresignedUrlProviderException Lost = new("The answer was lost.") { RequestId = "ABC" };

    private readonly RecordingLoggerFactory _logs = new();
    private readonly ScriptedProvider _provider = new(new EmptyStorage());
    private bool _isResumed;
    private bool _isVanished;
    private bool _isAgreed = true;
    private string? _marker;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task What_the_storage_answers_is_the_object()
    {
        var stored = new StoredObject { ETag = "\"any\"", Checksum = Whole };
        _provider.AlterCompletion = _ => stored;
        int looks = 0;
        _provider.AlterHead = found =>
        {
            looks++;
            return found;
        };

        Assert.Same(stored, await CompleteAsync());
        Assert.Equal(0, looks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_objects_sum_goes_with_the_completion_where_the_storage_keeps_it(bool isAgreed)
    {
        _isAgreed = isAgreed;
        Checksum? given = null;
        // The storage below answers the sum that it is given.
        _provider.AlterCompletion = stored =>
        {
            given = stored.Checksum;
            return stored;
        };

        await CompleteAsync();

        Assert.Equal(isAgreed ? Whole : null, given);
    }

    [Fact]
    public async Task A_sum_that_is_not_answered_is_looked_for_at_the_object()
    {
        _provider.AlterCompletion = _ => new StoredObject { ETag = "any" };
        _provider.AlterHead = _ => new StoredObject { ETag = "\"any\"", Checksum = Whole };

        Assert.Equal(Whole, (await CompleteAsync()).Checksum);
    }

    [Theory]
    [InlineData("another", true, true)]
    [InlineData("any", false, true)]
    [InlineData("any", true, false)]
    public async Task A_sum_is_taken_from_the_same_object_alone(string etag, bool hasSum, bool canLook)
    {
        var stored = new StoredObject { ETag = "any" };
        _provider.AlterCompletion = _ => stored;
        _provider.AlterHead = _ => new StoredObject { ETag = etag, Checksum = hasSum ? Whole : null };
        _provider.Capabilities &= canLook ? PresignedUrlProviderCapabilities.All : ~PresignedUrlProviderCapabilities.HeadObject;

        Assert.Same(stored, await CompleteAsync());
    }

    [Fact]
    public async Task Nobody_looks_for_a_sum_that_the_storage_does_not_keep()
    {
        _isAgreed = false;
        int looks = 0;
        _provider.AlterHead = found =>
        {
            looks++;
            return found;
        };

        Assert.Null((await CompleteAsync()).Checksum);
        Assert.Equal(0, looks);
    }

    [Fact]
    public async Task An_object_that_cannot_be_looked_at_stands_all_the_same()
    {
        var stored = new StoredObject { ETag = "any" };
        _provider.AlterCompletion = _ => stored;
        _provider.AlterHead = _ => throw new PresignedUrlProviderException("refused");

        Assert.Same(stored, await CompleteAsync());
    }

    [Fact]
    public async Task An_object_of_another_sum_is_damaged()
    {
        _provider.AlterCompletion = _ => new StoredObject { Checksum = Sum(1) };

        Assert.Equal(UploadOutcome.Damaged, (await FailAsync()).Outcome);
    }

    public static TheoryData<string> Doubtful => ["lost", "gone", "vanished"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_an_earlier_run_may_have_completed_is_not_asked_for_again_where_the_object_stands(int minutesAfterTheStart)
    {
        _isResumed = true;
        var found = new StoredObject { ETag = ETag, Length = 10, LastModified = StartedAt.AddMinutes(minutesAfterTheStart), Checksum = Whole };
        _provider.AlterHead = _ => found;
        _provider.AlterCompletion = _ => throw new InvalidOperationException("It was asked for.");

        Assert.Same(found, await CompleteAsync());
    }

    [Fact]
    public async Task A_marked_object_is_known_whatever_its_time()
    {
        (_isResumed, _marker) = (true, "marker");
        var found = new StoredObject { ETag = "\"other\"", Length = 10, LastModified = StartedAt.AddHours(-1), Marker = "marker", Checksum = Whole };
        _provider.AlterHead = _ => found;

        Assert.Same(found, await CompleteAsync());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, -1)]
    public async Task An_object_that_is_another_or_older_than_the_upload_is_replaced(bool sameBytes, int minutesAfterTheStart)
    {
        _isResumed = true;
        var completed = new StoredObject { ETag = ETag, Length = 10, Checksum = Whole };
        _provider.AlterHead = _ => new StoredObject { ETag = sameBytes ? ETag : "\"other\"", Length = 10, LastModified = StartedAt.AddMinutes(minutesAfterTheStart) };
        _provider.AlterCompletion = _ => completed;

        Assert.Same(completed, await CompleteAsync());
    }

    [Fact]
    public async Task Where_nobody_may_look_what_an_earlier_run_uploaded_is_completed()
    {
        (_isResumed, _isAgreed) = (true, false);
        var completed = new StoredObject { ETag = ETag, Length = 10 };
        _provider.AlterHead = _ => throw new PresignedUrlProviderException("No.") { StatusCode = HttpStatusCode.Forbidden };
        _provider.AlterCompletion = _ => completed;

        Assert.Same(completed, await CompleteAsync());
    }

    [Theory]
    [MemberData(nameof(Doubtful))]
    public async Task Where_the_answer_leaves_it_open_the_object_tells(string why)
    {
        Refuse(why);
        var found = new StoredObject { ETag = ETag, Length = 10, Checksum = Whole };
        _provider.AlterHead = _ => found;

        Assert.Same(found, await CompleteAsync());
        // What vanished was looked for before it was asked for.
        Assert.Equal(why == "vanished" ? [] : ["Warning CompletionUnanswered"], _logs.Lines.Select(line => line[..line.IndexOf("Unanswered", StringComparison.Ordinal)] + "Unanswered"));
    }

    [Fact]
    public async Task A_refusal_is_a_refusal()
    {
        _provider.AlterCompletion = _ => throw new PresignedUrlProviderException("refused") { StatusCode = HttpStatusCode.BadRequest, ErrorCode = "InvalidPart", RequestId = "ABC" };
        _provider.AlterHead = _ => new StoredObject { ETag = ETag, Length = 10 };

        UploadException failure = await FailAsync();

        Assert.Equal((UploadOutcome.NotCompleted, "InvalidPart", "ABC"), (failure.Outcome, failure.ErrorCode, failure.RequestId));
        Assert.StartsWith("Completing s3://bucket/key failed: refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_object_it_was_not_completed()
    {
        Refuse("lost");

        UploadException failure = await FailAsync();

        Assert.Equal((UploadOutcome.NotCompleted, "ABC"), (failure.Outcome, failure.RequestId));
        Assert.StartsWith("Completing s3://bucket/key failed: The answer was lost.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etag", true)]
    [InlineData("another case", true)]
    [InlineData("sum", true)]
    [InlineData("neither", false)]
    [InlineData("length", false)]
    public async Task The_object_is_known_by_its_length_and_by_its_ETag_or_sum(string by, bool isKnown)
    {
        Refuse("lost");
        _provider.AlterHead = _ => new StoredObject
        {
            ETag = by switch
            {
                "etag" or "length" => ETag,
                "another case" => ETag.ToLowerInvariant(),
                _ => "\"encrypted-2\"",
            },
            Length = by == "length" ? 11 : 10,
            Checksum = by switch
            {
                "sum" => Whole,
                "neither" => Sum(1),
                _ => null,
            },
        };

        if (isKnown)
        {
            Assert.Equal(10, (await CompleteAsync()).Length);
        }
        else
        {
            Assert.Equal(UploadOutcome.Unknown, (await FailAsync()).Outcome);
        }
    }

    [Theory]
    [InlineData(true, true, UploadOutcome.NotCompleted)]
    [InlineData(true, false, UploadOutcome.Unknown)]
    [InlineData(false, true, UploadOutcome.Unknown)]
    public async Task Beside_another_object_the_upload_was_not_completed_if_its_parts_still_wait(bool canList, bool hasParts, UploadOutcome expected)
    {
        Refuse("lost");
        _provider.AlterHead = _ => new StoredObject { ETag = "another", Length = 10 };
        _provider.AlterListing = _ => hasParts ? [new StoredPart(1, 5, "etag")] : [];
        _provider.Capabilities &= canList ? PresignedUrlProviderCapabilities.All : ~PresignedUrlProviderCapabilities.ListParts;

        Assert.Equal(expected, (await FailAsync()).Outcome);
    }

    [Fact]
    public async Task Without_a_look_at_the_object_the_outcome_is_unknown()
    {
        Refuse("lost");
        _provider.Capabilities &= ~PresignedUrlProviderCapabilities.HeadObject;

        Assert.Equal(UploadOutcome.Unknown, (await FailAsync()).Outcome);
    }

    [Fact]
    public async Task A_look_that_fails_leaves_the_outcome_unknown_and_the_completions_failure_is_told()
    {
        Refuse("lost");
        _provider.AlterHead = _ => throw new PresignedUrlProviderException("The look failed.");

        UploadException failure = await FailAsync();

        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
        Assert.Contains("The answer was lost.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_is_cancelled_is_a_cancellation()
    {
        Refuse("lost");
        using var cancellation = new CancellationTokenSource();
        _provider.AlterHead = _ =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CompleteAsync(cancellation.Token));
    }

    private void Refuse(string why)
    {
        _isVanished = why == "vanished";
        _provider.AlterCompletion = _ => throw (why switch
        {
            "lost" => Lost,
            "gone" => new PresignedUrlProviderException("gone") { StatusCode = HttpStatusCode.NotFound, ErrorCode = "NoSuchUpload" },
            _ => new PresignedUrlProviderException("exists") { StatusCode = HttpStatusCode.PreconditionFailed },
        });
    }

    private async Task<UploadException> FailAsync() => await Assert.ThrowsAsync<UploadException>(() => CompleteAsync());

    private async Task<StoredObject> CompleteAsync(CancellationToken cancellationToken = default)
    {
        var upload = new MultipartUpload(Target, "id") { ChecksumAlgorithm = _isAgreed ? ChecksumAlgorithm.Crc64Nvme : ChecksumAlgorithm.None, Marker = _marker };
        var options = new MultipartUploadOptions();
        PartPlan plan = PartPlan.Resume(10, 5, options)!;
        ResumePoint start = _isResumed || _isVanished
            ? new ResumePoint(upload, plan, StartedAt, ResumePoint.Nothing, _isVanished)
            : ResumePoint.New(upload, plan, StartedAt);
        UploadServices services = ServicesFor.Provider(_provider, options, _logs);
        var integrity = new UploadIntegrity(options, _provider.Capabilities, upload);
        return await new CompletionCoordinator(services.Provider, new PatientCalls(services, Target), start, integrity, new UploadFailures(Target, upload), _logs)
            .CompleteAsync(Receipts, cancellationToken);
    }

    private static Checksum Sum(byte value) => new(ChecksumAlgorithm.Crc64Nvme, Convert.ToBase64String([0, 0, 0, 0, 0, 0, 0, value]));
}
