using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.Wire;

public class CompanionWireTests
{
    private static readonly MultipartUpload Upload = new(new UploadTarget("b", "a folder/ä.bin"), "2~a/b");
    private const string Key = "key=a%20folder%2F%C3%A4.bin";

    [Fact]
    public async Task Create_is_a_POST_with_filename_type_and_metadata()
    {
        BackendRequest request = await SentAsync("""{"key":"uuid-k","uploadId":"id","bucket":"chosen"}""", async provider =>
        {
            MultipartUpload created = await provider.CreateMultipartUploadAsync(new UploadTarget("b", "k") { ContentType = "a/b", Metadata = new Dictionary<string, string> { ["m"] = "v" } }, 10);
            Assert.Equal(("chosen", "uuid-k", "id", "a/b"), (created.Target.Bucket, created.Target.Key, created.UploadId, created.Target.ContentType));
        });

        Assert.Equal(("POST", "/s3/multipart", """{"filename":"k","type":"a/b","metadata":{"m":"v"}}"""), (request.Method, request.Target, request.Body));
    }

    [Fact]
    public async Task A_type_is_always_sent_because_Companion_refuses_a_creation_without()
    {
        BackendRequest request = await SentAsync("""{"key":"k","uploadId":"id"}""", provider => provider.CreateMultipartUploadAsync(new UploadTarget("b", "k"), 10));

        Assert.Equal("""{"filename":"k","type":"application/octet-stream"}""", request.Body);
    }

    [Fact]
    public async Task One_part_is_signed_by_its_number()
    {
        BackendRequest request = await SentAsync("""{"url":"http://s3.test/k?sig","expires":800}""", async provider =>
            Assert.Equal("http://s3.test/k?sig", Assert.Single(await provider.PresignPartsAsync(Upload, [new PartToSign(4, 1)])).Uri.OriginalString));

        Assert.Equal(("GET", $"/s3/multipart/2~a%2Fb/4?{Key}"), (request.Method, request.Target));
    }

    [Fact]
    public async Task Several_parts_are_signed_in_a_batch_and_answered_in_the_order_asked_for()
    {
        BackendRequest request = await SentAsync("""{"presignedUrls":{"7":"http://s3.test/7","4":"http://s3.test/4"}}""", async provider =>
            Assert.Equal(["http://s3.test/4", "http://s3.test/7"], (await provider.PresignPartsAsync(Upload, [new(4, 1), new(7, 1)])).Select(url => url.Uri.OriginalString)));

        Assert.Equal(("GET", $"/s3/multipart/2~a%2Fb/batch?{Key}&partNumbers=4,7"), (request.Method, request.Target));
    }

    [Fact]
    public async Task Complete_is_a_POST_of_numbers_and_ETags()
    {
        BackendRequest request = await SentAsync("{}", provider => provider.CompleteMultipartUploadAsync(Upload, [new(1, "\"e1\"")], 1));

        Assert.Equal(("POST", $"/s3/multipart/2~a%2Fb/complete?{Key}", """{"parts":[{"PartNumber":1,"ETag":"\"e1\""}]}"""), (request.Method, request.Target, request.Body));
    }

    [Fact]
    public async Task Abort_is_a_DELETE()
    {
        BackendRequest request = await SentAsync("{}", provider => provider.AbortMultipartUploadAsync(Upload));

        Assert.Equal(("DELETE", $"/s3/multipart/2~a%2Fb?{Key}"), (request.Method, request.Target));
    }

    [Fact]
    public async Task A_200_with_an_error_is_no_completion() =>
        await SentAsync("""{"error":"s3: no"}""", async provider =>
            Assert.True((await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CompleteMultipartUploadAsync(Upload, [new(1, "e")], 1))).IsOutcomeUnknown));

    private static async Task<BackendRequest> SentAsync(string answer, Func<RemotePresignedUrlProvider, Task> act)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Companion);
        await act(provider);
        return Assert.Single(backend.Requests);
    }
}
