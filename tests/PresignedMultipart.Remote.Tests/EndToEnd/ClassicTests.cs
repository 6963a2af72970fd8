using PresignedMultipart.Remote.Tests.Support;
using PresignedMultipart.Testing;
using static PresignedMultipart.Remote.Tests.Support.Storage;

namespace PresignedMultipart.Remote.Tests.EndToEnd;

public class ClassicTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((3 * PartSize) + 1)]
    public async Task An_object_arrives_whole_through_the_three_endpoints(int length)
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        byte[] content = Content(length);

        UploadResult result = await storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(content, new UploadTarget(Bucket, "a folder/ä+b&c?.bin"));

        Assert.Equal(content, storage.Read("a folder/ä+b&c?.bin"));
        Assert.Equal(storage.Server.FindObject(Bucket, "a folder/ä+b&c?.bin")!.ETag.Trim('"'), result.ETag!.Trim('"'));
    }

    [Fact]
    public async Task A_small_object_goes_as_a_multipart_upload_because_the_contract_has_no_single_put()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);

        await storage.Uploader(storage.Provider(backend, BackendContract.Classic), singlePutThreshold: 1 << 20).UploadAsync(Content(10), new UploadTarget(Bucket, "key"));

        Assert.Equal(["/start-upload", "/get-upload-url", "/complete-upload"], backend.Requests.Select(request => request.Target.Split('?')[0]));
    }

    [Fact]
    public async Task A_stream_of_unknown_length_arrives_whole()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        byte[] content = Content((2 * PartSize) + 7);
        using var stream = new MemoryStream(content);

        await storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(UploadSource.FromStream(stream), new UploadTarget(Bucket, "key"));

        Assert.Equal(content, storage.Read("key"));
    }

    [Fact]
    public async Task A_failed_upload_says_that_its_parts_stay()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(Content(2 * PartSize), new UploadTarget(Bucket, "key")));

        Assert.Equal(("AccessDenied", true), (failure.ErrorCode, failure.LeftParts));
        Assert.Single(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_completion_whose_answer_is_lost_and_whose_repetition_is_refused_is_called_unknown()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        backend.Next("/complete-upload", Backend.CutAsync, context => Backend.WriteAsync(context, 404, """{"code":"NoSuchUpload","message":"The upload does not exist"}"""));

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(Content(PartSize), new UploadTarget(Bucket, "key")));

        Assert.Equal(UploadOutcome.Unknown, failure.Outcome);
        Assert.Equal(2, backend.Count("/complete-upload"));
    }

    [Fact]
    public async Task A_completion_is_repeated_when_the_back_end_was_busy()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        backend.Next("/complete-upload", context => Backend.WriteAsync(context, 503, ""));

        await storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(Content(PartSize), new UploadTarget(Bucket, "key"));

        Assert.Equal(Content(PartSize), storage.Read("key"));
    }

    [Theory]
    [InlineData("""{"error":"EntityTooSmall"}""", null, UploadOutcome.Unknown)]
    [InlineData("""{"data":{"error":{"Code":"InvalidPart","Message":"One of them was not there"}}}""", "InvalidPart", UploadOutcome.NotCompleted)]
    [InlineData("""{"Code":"InternalError","Message":"We encountered an internal error.","RequestId":"R7"}""", "InternalError", UploadOutcome.Unknown)]
    [InlineData("""{"success":false,"message":"no"}""", null, UploadOutcome.Unknown)]
    [InlineData("""{"statusCode":500,"body":"x"}""", null, UploadOutcome.Unknown)]
    [InlineData("""{"data":null,"errors":[{"message":"x"}]}""", null, UploadOutcome.Unknown)]
    [InlineData("""{"$metadata":{"httpStatusCode":404},"name":"NoSuchUpload"}""", null, UploadOutcome.Unknown)]
    [InlineData("\"<Error><Code>InternalError</Code></Error>\"", null, UploadOutcome.Unknown)]
    [InlineData("null", null, UploadOutcome.Unknown)]
    [InlineData("", null, UploadOutcome.Unknown)]
    [InlineData("<html>", null, UploadOutcome.Unknown)]
    public async Task A_200_that_holds_an_error_or_nothing_is_no_success(string answer, string? code, UploadOutcome outcome)
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await ClassicServer.StartAsync(storage);
        backend.Next("/complete-upload", context => Backend.WriteAsync(context, 200, answer));

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Classic)).UploadAsync(Content(PartSize), new UploadTarget(Bucket, "key")));

        Assert.Equal((code, outcome), (failure.ErrorCode, failure.Outcome));
    }

    [Theory]
    [InlineData("""{"$metadata":{"httpStatusCode":200,"requestId":"R"},"Bucket":"b","ETag":"\"e-1\"","Key":"k","Location":"http://x/"}""", "\"e-1\"")]
    [InlineData("""{"data":{"Location":"http://x/","ETag":"\"e-1\""}}""", "\"e-1\"")]
    [InlineData("""{"data":{"data":{"eTag":"e-1","status":"done"}}}""", "e-1")]
    [InlineData("""{"CompleteMultipartUploadResult":{"ETag":["x"]}}""", null)]
    [InlineData("""{"location":"http://x/","error":null}""", null)]
    [InlineData("""{"message":"Upload completed"}""", null)]
    [InlineData("{}", null)]
    [InlineData("true", null)]
    [InlineData("\"http://x/key\"", null)]
    public async Task The_storages_answer_is_understood_in_the_shapes_that_back_ends_give_it(string answer, string? etag)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        StoredObject stored = await provider.CompleteMultipartUploadAsync(new MultipartUpload(new UploadTarget(Bucket, "key"), "id"), [new CompletedPart(1, "e")], 1);

        Assert.Equal(etag, stored.ETag);
    }
}
