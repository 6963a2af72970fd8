using System.Net;
using System.Security.Cryptography;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class ChecksumTests
{
    private static readonly byte[] Digits = "123456789"u8.ToArray();

    public static TheoryData<ChecksumAlgorithm, string> Sums => new()
    {
        { ChecksumAlgorithm.Crc32C, "4waSgw==" },
        { ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg=" },
        { ChecksumAlgorithm.Sha256, Convert.ToBase64String(SHA256.HashData(Digits)) },
        { ChecksumAlgorithm.Md5, "JfnnlDI7RTiF9RgfG2JNCw==" },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task A_part_is_bound_to_the_sum_that_it_is_signed_with(ChecksumAlgorithm algorithm, string sum)
    {
        await using TestServer storage = await TestServer.StartAsync();
        MultipartUpload upload = await storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), Digits.Length, algorithm);
        // The first URL of an upload is the model of those that follow: one without a sum must not shape one with it, nor the other way round.
        IReadOnlyList<PresignedUrl> urls = await storage.Provider.PresignPartsAsync(
            upload, [new PartToSign(1, 9, new Checksum(algorithm, sum)), new PartToSign(2, 9), new PartToSign(3, 9, new Checksum(algorithm, sum)), new PartToSign(4, 9)]);

        using HttpResponseMessage other = await storage.PutAsync(urls[0], "987654321"u8.ToArray());
        await storage.PutOkAsync(urls[0], Digits);
        await storage.PutOkAsync(urls[2], Digits);

        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Contains("BadDigest", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(urls[1].Headers.Keys, name => name.Contains("checksum", StringComparison.OrdinalIgnoreCase) || name == "Content-MD5");
        Assert.Equal(urls[1].Headers.Keys.Order(), urls[3].Headers.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task A_single_put_is_bound_to_its_sum(ChecksumAlgorithm algorithm, string sum)
    {
        await using TestServer storage = await TestServer.StartAsync();
        PresignedUrl url = await storage.Provider.PresignPutObjectAsync(new UploadTarget(TestServer.Bucket, "key"), 9, new Checksum(algorithm, sum));

        using HttpResponseMessage other = await storage.PutAsync(url, "987654321"u8.ToArray());
        await storage.PutOkAsync(url, Digits);

        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Equal(Digits, storage.Read("key"));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.None, ChecksumAlgorithm.None)]
    [InlineData(ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc32C)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Crc64Nvme)]
    [InlineData(ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Sha256)]
    // S3 keeps no MD5 but in the ETag.
    [InlineData(ChecksumAlgorithm.Md5, ChecksumAlgorithm.None)]
    public async Task The_upload_says_which_sum_the_storage_agreed_to_keep(ChecksumAlgorithm asked, ChecksumAlgorithm agreed)
    {
        await using TestServer storage = await TestServer.StartAsync();

        MultipartUpload upload = await storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), null, asked);

        Assert.Equal(agreed, upload.ChecksumAlgorithm);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C, "4waSgw==")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg=")]
    public async Task The_completion_gives_the_sum_of_the_whole_and_answers_the_storages_own(ChecksumAlgorithm algorithm, string sum)
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, CompletedPart[] parts) = await UploadAsync(storage, algorithm);

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(
            () => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 9, new Checksum(algorithm, new string('A', sum.Length - (sum.EndsWith("==", StringComparison.Ordinal) ? 2 : 1)) + (sum.EndsWith("==", StringComparison.Ordinal) ? "==" : "="))));
        StoredObject stored = await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 9, new Checksum(algorithm, sum));
        StoredObject? found = await storage.Provider.HeadObjectAsync(upload);

        Assert.Equal("BadDigest", refusal.ErrorCode);
        Assert.Equal(new Checksum(algorithm, sum), stored.Checksum);
        Assert.Equal(stored.Checksum, found!.Checksum);
    }

    [Fact]
    public async Task Listed_parts_carry_the_sums_that_the_storage_keeps()
    {
        await using TestServer storage = await TestServer.StartAsync();
        (MultipartUpload upload, _) = await UploadAsync(storage, ChecksumAlgorithm.Crc64Nvme);

        var listed = new List<StoredPart>();
        await foreach (StoredPart part in storage.Provider.ListPartsAsync(upload))
        {
            listed.Add(part);
        }

        Assert.Equal(new Checksum(ChecksumAlgorithm.Crc64Nvme, "rosUhgp5mIg="), Assert.Single(listed).Checksum);
    }

    [Fact]
    public async Task An_object_without_a_sum_is_found_with_the_MD5_in_its_ETag()
    {
        await using TestServer storage = await TestServer.StartAsync(o => o.ComputeDefaultChecksum = false);
        var target = new UploadTarget(TestServer.Bucket, "key");
        await storage.PutOkAsync(await storage.Provider.PresignPutObjectAsync(target, 9), Digits);

        StoredObject? found = await storage.Provider.FindObjectAsync(target);

        Assert.Equal(new Checksum(ChecksumAlgorithm.Md5, "JfnnlDI7RTiF9RgfG2JNCw=="), found!.Checksum);
        Assert.Null(await storage.Provider.FindObjectAsync(new UploadTarget(TestServer.Bucket, "other")));
    }

    [Fact]
    public async Task An_object_of_parts_is_found_with_the_size_of_its_parts()
    {
        await using TestServer storage = await TestServer.StartAsync(o => o.ComputeDefaultChecksum = false);
        (MultipartUpload upload, CompletedPart[] parts) = await UploadAsync(storage, ChecksumAlgorithm.None);
        await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 9);

        StoredObject? found = await storage.Provider.FindObjectAsync(upload.Target);

        Assert.Equal((9L, ChecksumAlgorithm.Md5, ChecksumType.Composite), (found!.PartSize, found.Checksum!.Algorithm, found.Checksum.Type));
    }

    private static async Task<(MultipartUpload Upload, CompletedPart[] Parts)> UploadAsync(TestServer storage, ChecksumAlgorithm algorithm)
    {
        MultipartUpload upload = await storage.Provider.CreateMultipartUploadAsync(new UploadTarget(TestServer.Bucket, "key"), 9, algorithm);
        PresignedUrl url = Assert.Single(await storage.Provider.PresignPartsAsync(upload, [new PartToSign(1, 9)]));
        return (upload, [new CompletedPart(1, await storage.PutOkAsync(url, Digits))]);
    }
}
