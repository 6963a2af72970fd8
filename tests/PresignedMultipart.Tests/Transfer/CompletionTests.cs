using System.Security.Cryptography;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class CompletionTests
{
    [Fact]
    public async Task An_error_in_the_body_of_a_200_is_a_failure()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).AnswerWithErrorInBody("InternalError");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Equal(("InternalError", UploadOutcome.NotCompleted), (failure.ErrorCode, failure.Outcome));
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_a_look_at_the_object()
    {
        await using Storage storage = await StartAsync();
        // Every answer to the completion is lost, also those to the signer's own retries.
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();
        byte[] content = Content((2 * PartSize) + 1);

        UploadResult result = await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.EndsWith("-3\"", result.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_sum_where_the_etag_is_no_md5()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();
        storage.Provider.AlterHead = found => new StoredObject { ETag = "\"encrypted-2\"", Length = found!.Length, Checksum = found.Checksum };

        UploadResult result = await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(("\"encrypted-2\"", ChecksumConfirmation.WholeObject), (result.ETag, result.ChecksumConfirmation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_whose_completion_fails_is_aborted_unless_an_object_of_its_parts_stands(bool stands)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Answer(400, "InvalidPart");
        byte[] content = Content(PartSize);
#pragma warning disable CA5351 // S3 defines the ETag by MD5.
        string etag = MultipartETag.Expect([new CompletedPart(1, Convert.ToHexString(MD5.HashData(content)))])!;
#pragma warning restore CA5351
        storage.Provider.AlterHead = _ => new StoredObject { ETag = stands ? etag : "another", Length = content.Length };

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(content, storage.Target));

        Assert.Equal(stands, failure.LeftParts);
        Assert.Equal(stands ? 1 : 0, storage.Server.MultipartUploads.Count);
        Assert.Equal(stands, storage.Logs.Lines.Any(line => line.StartsWith("Warning AbortWouldHarm", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_answer_lost_before_the_storage_acted_is_a_failure_that_leaves_nothing()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).ResetAfterBody();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(UploadOutcome.NotCompleted, failure.Outcome);
        storage.AssertNothingStands();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_is_resolved_by_the_marker_where_the_etag_and_no_sum_tell_anything(bool isMarked)
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();
        storage.Provider.AlterHead = found => new StoredObject { ETag = "\"hidden-2\"", Length = found!.Length, Marker = isMarked ? found.Marker : "of another upload" };
        byte[] content = Content(2 * PartSize);
        var target = new UploadTarget(Bucket, storage.Target.Key) { Encryption = ServerSideEncryption.CustomerKey(Content(32)) };

        Task<UploadResult> upload = storage.Uploader(o => o.Checksum = ChecksumAlgorithm.None).UploadAsync(content, target);

        if (isMarked)
        {
            await upload;
        }
        else
        {
            Assert.Equal(UploadOutcome.Unknown, (await Assert.ThrowsAsync<UploadException>(() => upload)).Outcome);
        }

        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task Another_object_under_the_key_is_not_taken_for_the_upload()
    {
        await using Storage storage = await StartAsync();
        await storage.Uploader().UploadAsync(Content(PartSize), storage.Target);
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).ResetAfterBody();
        byte[] other = Content(PartSize);
        other[0] ^= 1;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(other, storage.Target));

        Assert.Equal(UploadOutcome.NotCompleted, failure.Outcome);
        Assert.Equal(Content(PartSize), storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task What_cannot_be_found_out_is_called_unknown()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();
        storage.Provider.Capabilities &= ~PresignedUrlProviderCapabilities.HeadObject;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PartSize)]
    public async Task An_object_that_must_not_exist_and_does_is_left_as_it_is(long threshold)
    {
        await using Storage storage = await StartAsync();
        var target = new UploadTarget(Bucket, storage.Target.Key) { FailIfExists = true };
        MultipartUploader uploader = storage.Uploader(o => o.SinglePutThreshold = threshold);
        await uploader.UploadAsync(Content(10), target);

        var failure = await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(Content(20), target));

        Assert.Equal("PreconditionFailed", failure.ErrorCode);
        Assert.Equal(Content(10), storage.Stored());
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_completion_that_arrived_garbled_is_asked_for_again()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Times(2).Answer(400, "MalformedXML");

        await storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target);

        Assert.Equal(Content(2 * PartSize), storage.Stored());
    }

    [Fact]
    public async Task A_completion_that_arrives_garbled_every_time_is_given_up_on()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Answer(400, "MalformedXML");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(("MalformedXML", UploadOutcome.NotCompleted), (failure.ErrorCode, failure.Outcome));
        Assert.Equal(3, storage.Requests(S3Operation.CompleteMultipartUpload).Count);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task An_upload_that_is_gone_at_its_completion_without_an_object_is_a_failure()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Answer(404, "NoSuchUpload");

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(("NoSuchUpload", UploadOutcome.NotCompleted), (failure.ErrorCode, failure.Outcome));
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task A_refused_creation_names_the_bucket_and_the_storages_code()
    {
        await using Storage storage = await StartAsync();

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(1), new UploadTarget("no-such-bucket", "key")));

        Assert.Equal(("no-such-bucket", "NoSuchBucket", null, false), (failure.Bucket, failure.ErrorCode, failure.UploadId, failure.LeftParts));
    }
}
