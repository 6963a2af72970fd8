using System.Net;
using System.Xml.Linq;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class CompleteMultipartUploadTests
{
    private const string Completed =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n    <CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key><ETag>&quot;abc-2&quot;</ETag></CompleteMultipartUploadResult>";

    [Fact]
    public async Task The_result_has_the_etag_as_answered_and_the_version()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Completed, ("x-amz-version-id", "v1"));

        StoredObject stored = await CompleteAsync(storage);

        Assert.Equal("\"abc-2\"", stored.ETag);
        Assert.Equal("v1", stored.VersionId);
    }

    [Fact]
    public async Task Parts_go_ascending_with_the_objects_length_and_no_condition()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Completed);

        await CompleteAsync(storage);

        StubRequest request = storage.Request;
        Assert.Equal("/bucket/key?uploadId=id%2B%2F%3D", request.PathAndQuery);
        Assert.Equal(["1", "2"], XDocument.Parse(request.Body).Descendants().Where(e => e.Name.LocalName == "PartNumber").Select(e => e.Value));
        Assert.Equal(["\"e1\"", "\"e2\""], XDocument.Parse(request.Body).Descendants().Where(e => e.Name.LocalName == "ETag").Select(e => e.Value));
        Assert.Equal("7", request.Header("x-amz-mp-object-size"));
        Assert.Null(request.Header("If-None-Match"));
        Assert.Null(request.Header("x-amz-server-side-encryption-customer-key"));
    }

    [Fact]
    public async Task An_object_that_must_not_exist_is_completed_on_that_condition()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Completed);

        await CompleteAsync(storage, new UploadTarget("bucket", "key") { FailIfExists = true });

        Assert.Equal("*", storage.Request.Header("If-None-Match"));
    }

    [Fact]
    public async Task The_customers_own_key_goes_with_it()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Completed);

        await CompleteAsync(storage, new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.CustomerKey(Targets.CustomerKey) });

        Assert.Equal("AES256", storage.Request.Header("x-amz-server-side-encryption-customer-algorithm"));
        Assert.Equal("tP/LI3N87DFaSk0aoqYgzg==", storage.Request.Header("x-amz-server-side-encryption-customer-key-MD5"));
    }

    [Fact]
    public async Task An_empty_etag_is_none()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, Completed.Replace("&quot;abc-2&quot;", "", StringComparison.Ordinal));

        Assert.Null((await CompleteAsync(storage)).ETag);
    }

    [Theory]
    [InlineData("InternalError", HttpStatusCode.InternalServerError, true)]
    [InlineData("SlowDown", HttpStatusCode.ServiceUnavailable, true)]
    [InlineData("SomethingNew", HttpStatusCode.InternalServerError, true)]
    [InlineData("InvalidPart", HttpStatusCode.BadRequest, false)]
    [InlineData("PreconditionFailed", HttpStatusCode.PreconditionFailed, false)]
    [InlineData("NoSuchUpload", HttpStatusCode.NotFound, false)]
    public async Task An_error_in_the_body_of_a_200_is_a_failure_with_its_code(string code, HttpStatusCode status, bool isUnknown)
    {
        PresignedUrlProviderException failure = await FailureAsync(new StubStorage().Error(HttpStatusCode.OK, code));

        Assert.Equal(code, failure.ErrorCode);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(isUnknown, failure.IsOutcomeUnknown);
        Assert.Contains("Because.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n  ")]
    [InlineData("<?xml version=\"1.0\"?><CompleteMultipartUploadResult><Bucket>bucket</Bucket><Ke")]
    [InlineData("<html>A proxy's page</html>")]
    public async Task A_200_without_a_result_leaves_the_outcome_unknown(string body)
    {
        PresignedUrlProviderException failure = await FailureAsync(new StubStorage().Answer(HttpStatusCode.OK, body));

        Assert.Null(failure.StatusCode);
        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_outcome_unknown() =>
        Assert.True((await FailureAsync(new StubStorage().Fail(new HttpIOException(HttpRequestError.ResponseEnded)))).IsOutcomeUnknown);

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "NoSuchUpload")]
    [InlineData(HttpStatusCode.PreconditionFailed, "PreconditionFailed")]
    public async Task A_refusal_at_the_first_attempt_is_known(HttpStatusCode status, string code)
    {
        PresignedUrlProviderException refusal = await FailureAsync(new StubStorage().Error(status, code));

        Assert.Equal(status, refusal.StatusCode);
        Assert.False(refusal.IsOutcomeUnknown);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "NoSuchUpload")]
    [InlineData(HttpStatusCode.PreconditionFailed, "PreconditionFailed")]
    public async Task A_refusal_after_a_lost_answer_can_be_the_work_of_the_attempt_before(HttpStatusCode status, string code)
    {
        using StubStorage storage = new StubStorage().Fail(new HttpIOException(HttpRequestError.ResponseEnded)).Error(status, code);
        using S3PresignedUrlProvider provider = storage.Provider(config => config.MaxErrorRetry = 1);

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => CompleteAsync(provider));

        Assert.Equal(2, storage.Requests.Count);
        Assert.Equal(code, failure.ErrorCode);
        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task An_upload_that_is_gone_on_an_older_store_is_as_unknown_as_it_answers()
    {
        PresignedUrlProviderException failure = await FailureAsync(new StubStorage().Error(HttpStatusCode.InternalServerError, "InternalError"));

        Assert.Equal(HttpStatusCode.InternalServerError, failure.StatusCode);
        Assert.True(failure.IsOutcomeUnknown);
    }

    private static async Task<StoredObject> CompleteAsync(StubStorage storage, UploadTarget? target = null)
    {
        using S3PresignedUrlProvider provider = storage.Provider();
        return await CompleteAsync(provider, target);
    }

    private static Task<StoredObject> CompleteAsync(S3PresignedUrlProvider provider, UploadTarget? target = null) =>
        provider.CompleteMultipartUploadAsync(
            new MultipartUpload(target ?? new UploadTarget("bucket", "key"), "id+/="), [new CompletedPart(2, "\"e2\""), new CompletedPart(1, "\"e1\"")], objectLength: 7);

    private static async Task<PresignedUrlProviderException> FailureAsync(StubStorage storage)
    {
        using (storage)
        {
            return await Assert.ThrowsAsync<PresignedUrlProviderException>(() => CompleteAsync(storage));
        }
    }
}
