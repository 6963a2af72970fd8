using Microsoft.Extensions.Options;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class IntegrityTests
{
    // A refusal as S3 words it for object lock, and as MinIO does for an upload that was created with an algorithm.
    private const string ChecksumDemanded =
        "<Error><Code>InvalidRequest</Code><Message>Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters</Message></Error>";

    public static TheoryData<ChecksumAlgorithm> Algorithms => [ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Md5];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_bit_that_flips_on_the_way_to_a_part_is_caught_and_the_part_sent_again_at_once(ChecksumAlgorithm algorithm)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Times(2).CorruptByte(1_234_567);
        byte[] content = Content((3 * PartSize) - 7);
        // A wait before another attempt would never end: nobody moves this clock.
        using MultipartUploader uploader = storage.Uploader(o => (o.Checksum, o.RetryBaseDelay, o.RetryMaxDelay) = (algorithm, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), new ManualTime());

        UploadResult result = await uploader.UploadFileAsync(storage.File(content), storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(3, storage.Requests(S3Operation.UploadPart).Count(request => request.PartNumber == 2));
        Assert.Equal(algorithm, result.Checksum!.Algorithm);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_damaged_single_put_never_replaces_the_object(ChecksumAlgorithm algorithm)
    {
        await using Storage storage = await StartAsync();
        byte[] before = Content(100);
        using MultipartUploader uploader = storage.Uploader(o => (o.Checksum, o.SinglePutThreshold, o.MaxAttempts) = (algorithm, 4 * MiB, 2));
        await uploader.UploadAsync(before, storage.Target);
        storage.Server.Faults.On(S3Operation.PutObject).CorruptByte(7);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(Content(200), storage.Target));

        Assert.Equal(("BadDigest", UploadOutcome.NotCompleted, 2), (failure.ErrorCode, failure.Outcome, failure.Attempts));
        Assert.Equal(before, storage.Stored());
    }

    [Fact]
    public async Task An_empty_object_is_sent_again_too_because_the_sum_of_no_bytes_is_its_own()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.PutObject).Once().Answer(400, "BadDigest");

        await storage.Uploader(o => o.SignChecksums = true).UploadAsync(Content(0), storage.Target);

        Assert.Equal(2, storage.Requests(S3Operation.PutObject).Count);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C, ChecksumConfirmation.WholeObject)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, ChecksumConfirmation.WholeObject)]
    [InlineData(ChecksumAlgorithm.Sha256, ChecksumConfirmation.WholeObject)]
    [InlineData(ChecksumAlgorithm.Md5, ChecksumConfirmation.EachPart)]
    public async Task The_result_carries_the_sum_and_what_the_storage_said_of_it(ChecksumAlgorithm algorithm, ChecksumConfirmation confirmation)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 3);

        UploadResult result = await storage.Uploader(o => o.Checksum = algorithm).UploadAsync(content, storage.Target);

        Assert.Equal(confirmation, result.ChecksumConfirmation);
        Assert.Equal(algorithm, result.Checksum!.Algorithm);
        Assert.Equal(algorithm is ChecksumAlgorithm.Sha256 or ChecksumAlgorithm.Md5 ? ChecksumType.Composite : ChecksumType.FullObject, result.Checksum.Type);
        Assert.Equal(result.Checksum.Type == ChecksumType.Composite, result.Checksum.Value.EndsWith("-3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sum_of_the_parts_is_the_sum_of_the_whole_however_it_was_cut()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 3);

        UploadResult cut = await storage.Uploader().UploadAsync(content, storage.Target);
        UploadResult whole = await storage.Uploader(o => o.SinglePutThreshold = 4 * PartSize).UploadAsync(content, storage.Target);

        Assert.Equal(whole.Checksum, cut.Checksum);
        Assert.Equal(ChecksumConfirmation.WholeObject, whole.ChecksumConfirmation);
    }

    [Fact]
    public async Task A_stream_of_unknown_length_is_proven_like_a_file()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Once().CorruptByte(0);
        byte[] content = Content((2 * PartSize) + 3);

        UploadResult result = await storage.Uploader().UploadAsync(UploadSource.FromStream(new ScriptedStream(content)), storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(ChecksumConfirmation.WholeObject, result.ChecksumConfirmation);
    }

    [Fact]
    public async Task Parts_that_arrive_damaged_every_time_fail_with_both_sums_and_leave_nothing()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).CorruptByte(5);

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.MaxAttempts = 3).UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Equal((2, 3, UploadOutcome.NotCompleted), (failure.PartNumber, failure.Attempts, failure.Outcome));
        Assert.Contains("Crc64Nvme", failure.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task Damage_is_told_in_the_log()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Once().CorruptByte(5);

        await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Contains(storage.Logs.Lines, line => line.Contains("Part 1 was damaged on the way in attempt 1 of 6", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_algorithm_nothing_is_summed_nor_asked_for()
    {
        await using Storage storage = await StartAsync();

        UploadResult result = await storage.Uploader(o => o.Checksum = ChecksumAlgorithm.None).UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Null(result.Checksum);
        Assert.Equal(ChecksumConfirmation.None, result.ChecksumConfirmation);
        Assert.DoesNotContain(storage.Server.Requests, request => request.Headers.Keys.Any(name => name.Contains("checksum", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_storage_that_knows_no_checksums_takes_the_upload_and_the_result_says_that_nothing_was_confirmed()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterUpload = upload => new MultipartUpload(upload.Target, upload.UploadId);
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag };
        storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader("x-amz-checksum-crc64nvme", null);
        byte[] content = Content(2 * PartSize);

        UploadResult result = await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.Equal(ChecksumConfirmation.None, result.ChecksumConfirmation);
        Assert.NotNull(result.Checksum);
        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
    }

    [Fact]
    public async Task A_provider_that_cannot_pass_checksums_still_has_the_answers_of_the_parts_compared()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities &= ~PresignedUrlProviderCapabilities.Checksums;
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).Once().CorruptByte(5);
        byte[] content = Content(2 * PartSize);

        UploadResult result = await storage.Uploader(o => o.Checksum = ChecksumAlgorithm.Md5).UploadAsync(content, storage.Target);

        Assert.Equal(ChecksumConfirmation.EachPart, result.ChecksumConfirmation);
        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
    }

    [Fact]
    public async Task Signed_sums_are_refused_at_the_start_with_a_provider_that_cannot_sign_them()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities &= ~PresignedUrlProviderCapabilities.Checksums;

        var failure = Assert.Throws<OptionsValidationException>(() => storage.Uploader(o => o.SignChecksums = true));

        Assert.Contains("SignChecksums", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Signed_sums_bind_every_part_and_a_storage_that_repeats_none_counts_as_having_accepted_them(ChecksumAlgorithm algorithm)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag };
        storage.Provider.AlterHead = _ => null;
        string header = algorithm switch { ChecksumAlgorithm.Md5 => "Content-MD5", _ => $"x-amz-checksum-{algorithm}" };
        if (algorithm == ChecksumAlgorithm.Md5)
        {
            storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader("x-amz-server-side-encryption", "aws:kms");
        }
        else
        {
            storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader(header, null);
        }

        UploadResult result = await storage.Uploader(o => (o.Checksum, o.SignChecksums) = (algorithm, true)).UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.PartsAccepted, result.ChecksumConfirmation);
        Assert.All(storage.Requests(S3Operation.UploadPart), request => Assert.Contains(header, request.Headers.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "x-amz-checksum-crc64nvme")]
    [InlineData(ChecksumAlgorithm.None, "Content-MD5")]
    public async Task A_storage_that_demands_a_sum_gets_it_without_an_attempt_being_lost(ChecksumAlgorithm algorithm, string header)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart)
            .When(request => !request.Headers.Keys.Any(name => name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase) || name.Equals("Content-MD5", StringComparison.OrdinalIgnoreCase)))
            .AnswerWithText(400, ChecksumDemanded, "application/xml");
        byte[] content = Content(4 * PartSize);

        await storage.Uploader(o => (o.Checksum, o.MaxAttempts) = (algorithm, 1)).UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()));
        Assert.Equal(4, storage.Requests(S3Operation.UploadPart).Count(request => request.Headers.Keys.Contains(header, StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task An_object_whose_sum_differs_at_the_end_is_damaged_and_named_so()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag, Checksum = new Checksum(ChecksumAlgorithm.Crc64Nvme, "AAAAAAAAAAA=") };

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Equal(UploadOutcome.Damaged, failure.Outcome);
        Assert.Contains("AAAAAAAAAAA=", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.LeftParts);
    }

    [Fact]
    public async Task A_count_after_the_sum_of_a_single_part_is_no_difference()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag, Checksum = new Checksum(ChecksumAlgorithm.Crc64Nvme, stored.Checksum!.Value + "-1", ChecksumType.Composite) };

        UploadResult result = await storage.Uploader().UploadAsync(Content(PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.WholeObject, result.ChecksumConfirmation);
    }

    [Fact]
    public async Task A_sum_that_the_completion_leaves_out_is_looked_up()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag };

        UploadResult result = await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.WholeObject, result.ChecksumConfirmation);
        Assert.Single(storage.Requests(S3Operation.HeadObject));
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption", "aws:kms")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    public async Task An_etag_that_is_no_md5_is_not_taken_for_one(string header, string value)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader(header, value);
        storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader("ETag", "\"00000000000000000000000000000000\"");
        storage.Provider.AlterParts = parts => [.. parts.Select(part => part with { ETag = $"\"{Convert.ToHexStringLower(Convert.FromBase64String(part.Checksum!.Value))}\"" })];

        UploadResult result = await storage.Uploader(o => o.Checksum = ChecksumAlgorithm.Md5).UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.None, result.ChecksumConfirmation);
    }

    [Fact]
    public async Task Sums_that_the_provider_left_out_of_the_urls_do_not_count_as_signed()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterPartToSign = part => part with { Checksum = null };
        SayNothingOfSums(storage);

        UploadResult result = await storage.Uploader(o => o.SignChecksums = true).UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.None, result.ChecksumConfirmation);
        Assert.NotNull(result.Checksum);
    }

    [Theory]
    [InlineData("no sum at all", ChecksumConfirmation.None)]
    [InlineData("AAAA", ChecksumConfirmation.None)]
    [InlineData("", ChecksumConfirmation.None)]
    [InlineData("{0}, {0}", ChecksumConfirmation.None)]
    [InlineData("\"{0}\"", ChecksumConfirmation.EachPart)]
    public async Task An_answer_that_is_no_sum_is_no_sum_that_differs(string answer, ChecksumConfirmation confirmation)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(PartSize);
        Checksum sum = (await storage.Uploader().UploadAsync(content, storage.Target)).Checksum!;
        SayNothingOfSums(storage, answer.Replace("{0}", sum.Value, StringComparison.Ordinal));

        UploadResult result = await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.Equal(confirmation, result.ChecksumConfirmation);
        Assert.Equal(sum, result.Checksum);
    }

    [Theory]
    [InlineData("no sum at all", ChecksumType.FullObject)]
    [InlineData("AAAA", ChecksumType.FullObject)]
    [InlineData("AAAAAAAAAAA=-2", ChecksumType.Composite)]
    public async Task What_cannot_be_the_objects_sum_does_not_make_it_damaged(string answer, ChecksumType type)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag, Checksum = new Checksum(ChecksumAlgorithm.Crc64Nvme, answer, type) };

        UploadResult result = await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.EachPart, result.ChecksumConfirmation);
    }

    [Fact]
    public async Task A_damaged_object_that_keeps_its_own_repetition_out_is_called_damaged()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities &= ~PresignedUrlProviderCapabilities.Checksums;
        storage.Server.Faults.On(S3Operation.PutObject).CorruptByte(7);
        var target = new UploadTarget(Bucket, "new") { FailIfExists = true };

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(o => (o.Checksum, o.SinglePutThreshold) = (ChecksumAlgorithm.Md5, MiB)).UploadAsync(Content(100), target));

        Assert.Equal(("PreconditionFailed", UploadOutcome.Damaged), (failure.ErrorCode, failure.Outcome));
    }

    [Fact]
    public async Task An_etag_without_its_quotes_is_still_the_same_object()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag!.Trim('"') };

        UploadResult result = await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(ChecksumConfirmation.WholeObject, result.ChecksumConfirmation);
    }

    private static void SayNothingOfSums(Storage storage, string? ofParts = null)
    {
        storage.Server.Faults.On(S3Operation.UploadPart).ReplaceAnswerHeader("x-amz-checksum-crc64nvme", ofParts);
        storage.Provider.AlterCompletion = stored => new StoredObject { ETag = stored.ETag };
        storage.Provider.AlterHead = _ => null;
    }
}
