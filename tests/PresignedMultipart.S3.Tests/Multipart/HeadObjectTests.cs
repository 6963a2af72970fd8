using System.Net;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class HeadObjectTests
{
    private static readonly MultipartUpload Upload = new(new UploadTarget("bucket", "key"), "id");

    [Fact]
    public async Task What_stands_under_the_key_is_described()
    {
        using StubStorage storage = new StubStorage().Answer(
            HttpStatusCode.OK, "1234567", ("ETag", "\"abc-2\""), ("x-amz-version-id", "v1"), ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT"), ("x-amz-meta-upload-marker", "0123"));
        using S3PresignedUrlProvider provider = storage.Provider();

        StoredObject? stored = await provider.HeadObjectAsync(Upload);

        Assert.Equal("\"abc-2\"", stored!.ETag);
        Assert.Equal(7, stored.Length);
        Assert.Equal("v1", stored.VersionId);
        Assert.Equal("0123", stored.Marker);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 0, 0, TimeSpan.Zero), stored.LastModified);
    }

    [Fact]
    public async Task The_count_that_Ceph_gives_the_sum_of_an_only_part_makes_no_sum_of_sums()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, "123456789", ("x-amz-checksum-crc64nvme", "rosUhgp5mIg=-1"), ("x-amz-checksum-type", "COMPOSITE"));
        using S3PresignedUrlProvider provider = storage.Provider();

        StoredObject? found = await provider.FindObjectAsync(Upload.Target);

        Assert.Equal(new Checksum(ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg="), found!.Checksum);
    }

    [Fact]
    public async Task Nothing_is_null()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.Null(await provider.HeadObjectAsync(Upload));
    }

    [Fact]
    public async Task Nothing_in_a_bucket_that_one_may_not_look_at_is_null_too()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.Forbidden);
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.Null(await provider.HeadObjectAsync(Upload));
    }

    [Fact]
    public async Task A_missing_bucket_is_an_error()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.NotFound);
        using S3PresignedUrlProvider provider = storage.Provider();

        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.HeadObjectAsync(Upload))).ErrorCode);
    }

    [Fact]
    public async Task A_refusal_is_one_without_a_code_of_the_storage()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.Forbidden);
        using S3PresignedUrlProvider provider = storage.Provider();

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.HeadObjectAsync(Upload));

        Assert.Equal(HttpStatusCode.Forbidden, refusal.StatusCode);
        Assert.Null(refusal.ErrorCode);
    }

    [Fact]
    public async Task The_customers_own_key_goes_with_it()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.HeadObjectAsync(new MultipartUpload(new UploadTarget("bucket", "key") { Encryption = ServerSideEncryption.CustomerKey(Targets.CustomerKey) }, "id"));

        Assert.NotNull(storage.Request.Header("x-amz-server-side-encryption-customer-key"));
    }
}
