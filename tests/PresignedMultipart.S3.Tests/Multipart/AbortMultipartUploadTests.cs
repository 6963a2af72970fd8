using System.Net;
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
    public async Task A_missing_bucket_is_not()
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.NotFound, "NoSuchBucket");
        using S3PresignedUrlProvider provider = storage.Provider();

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.AbortMultipartUploadAsync(Upload));
    }
}
