using System.Net;
using System.Net.Sockets;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class AbortMultipartUploadTests
{
    private static readonly MultipartUpload Upload = new(new UploadTarget("bucket", "/key"), "id+");

    [Fact]
    public async Task The_upload_is_deleted()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NoContent);
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.AbortMultipartUploadAsync(Upload);

        Assert.Equal("DELETE", storage.Request.Method);
        Assert.Equal("/bucket//key?uploadId=id%2B", storage.Request.PathAndQuery);
    }

    [Theory]
    [InlineData("NoSuchUpload")]
    [InlineData("NoSuchKey")]
    public async Task An_upload_that_is_gone_already_is_a_success(string code)
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.NotFound, code);
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.AbortMultipartUploadAsync(Upload);
    }

    [Fact]
    public async Task A_404_without_a_code_is_of_something_in_between_and_no_success()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound, "<!DOCTYPE html><p>Not found");
        using S3PresignedUrlProvider provider = storage.Provider();

        var failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.AbortMultipartUploadAsync(Upload));

        Assert.Equal((HttpStatusCode.NotFound, null, false), (failure.StatusCode, failure.ErrorCode, failure.IsNoSuchUpload));
    }

    [Fact]
    public async Task A_socket_that_breaks_is_a_storage_that_did_not_answer()
    {
        using StubStorage storage = new StubStorage().Fail(new SocketException((int)SocketError.ConnectionRefused));
        using S3PresignedUrlProvider provider = storage.Provider();

        var failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.AbortMultipartUploadAsync(Upload));

        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_missing_bucket_is_not()
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.NotFound, "NoSuchBucket");
        using S3PresignedUrlProvider provider = storage.Provider();

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.AbortMultipartUploadAsync(Upload));
    }
}
