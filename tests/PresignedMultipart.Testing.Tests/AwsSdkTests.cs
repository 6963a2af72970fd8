using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

/// <summary>AWS's own client, with the settings it has out of the box, finds nothing missing.</summary>
public sealed class AwsSdkTests
{
    private const string Bucket = "uploads";

    [Theory]
    [InlineData(RequestChecksumCalculation.WHEN_SUPPORTED)]
    [InlineData(RequestChecksumCalculation.WHEN_REQUIRED)]
    public async Task It_puts_and_gets_an_object(RequestChecksumCalculation checksums)
    {
        await using S3TestServer s3 = await StartAsync();
        using AmazonS3Client client = Sdk.Client(s3, checksums);
        byte[] bytes = Bytes.Random(300_000);

        await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Bucket,
            Key = "a/b.bin",
            InputStream = new MemoryStream(bytes),
            ContentType = "application/x-test",
            Headers = { CacheControl = "no-store", ContentDisposition = "attachment" },
            Metadata = { ["Colour"] = "blue" },
            TagSet = [new Tag { Key = "k", Value = "v w" }],
        });
        using GetObjectResponse got = await client.GetObjectAsync(Bucket, "a/b.bin");
        using var copy = new MemoryStream();
        await got.ResponseStream.CopyToAsync(copy);

        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal("application/x-test", got.Headers.ContentType);
        Assert.Equal("blue", got.Metadata["colour"]);
        S3TestObject stored = s3.FindObject(Bucket, "a/b.bin")!;
        Assert.Equal("no-store", stored.Headers["Cache-Control"]);
        Assert.Equal("attachment", stored.Headers["Content-Disposition"]);
        Assert.Equal("v w", stored.Tags["k"]);
        Assert.False(stored.Headers.ContainsKey("Content-Encoding"));
        GetObjectTaggingResponse tags = await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = Bucket, Key = "a/b.bin" });
        Assert.Equal("v w", Assert.Single(tags.Tagging).Value);
    }

    [Theory]
    [InlineData(RequestChecksumCalculation.WHEN_SUPPORTED)]
    [InlineData(RequestChecksumCalculation.WHEN_REQUIRED)]
    public async Task Its_transfer_utility_uploads_in_parts(RequestChecksumCalculation checksums)
    {
        await using S3TestServer s3 = await StartAsync();
        using AmazonS3Client client = Sdk.Client(s3, checksums);
        using var transfer = new TransferUtility(client, new TransferUtilityConfig { MinSizeBeforePartUpload = 1 });
        byte[] bytes = Bytes.Random((12 << 20) + 7);

        await transfer.UploadAsync(new TransferUtilityUploadRequest
        {
            BucketName = Bucket,
            Key = "big",
            InputStream = new MemoryStream(bytes),
            PartSize = 5 << 20,
        });

        S3TestObject stored = s3.FindObject(Bucket, "big")!;
        Assert.Equal(bytes, Bytes.All(stored));
        Assert.EndsWith("-3\"", stored.ETag, StringComparison.Ordinal);
        Assert.Equal([5 << 20, 5 << 20, (2 << 20) + 7], stored.PartLengths);
        Assert.Empty(s3.MultipartUploads);
    }

    [Theory]
    [InlineData(RequestChecksumCalculation.WHEN_SUPPORTED)]
    [InlineData(RequestChecksumCalculation.WHEN_REQUIRED)]
    public async Task It_uploads_parts_by_hand_and_lists_them_in_pages(RequestChecksumCalculation checksums)
    {
        await using S3TestServer s3 = await StartAsync(new S3TestServerOptions { MinimumPartSize = 1 });
        using AmazonS3Client client = Sdk.Client(s3, checksums);
        InitiateMultipartUploadResponse started = await client.InitiateMultipartUploadAsync(Bucket, "key");
        var parts = new List<PartETag>();
        for (int number = 1; number <= 5; number++)
        {
            UploadPartResponse part = await client.UploadPartAsync(new UploadPartRequest
            {
                BucketName = Bucket,
                Key = "key",
                UploadId = started.UploadId,
                PartNumber = number,
                InputStream = new MemoryStream([(byte)number]),
            });
            parts.Add(new PartETag(part));
        }

        ListPartsResponse first = await client.ListPartsAsync(new ListPartsRequest { BucketName = Bucket, Key = "key", UploadId = started.UploadId, MaxParts = 2 });
        ListPartsResponse second = await client.ListPartsAsync(new ListPartsRequest
        {
            BucketName = Bucket,
            Key = "key",
            UploadId = started.UploadId,
            MaxParts = 3,
            PartNumberMarker = first.NextPartNumberMarker?.ToString(),
        });
        CompleteMultipartUploadResponse completed = await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = "key",
            UploadId = started.UploadId,
            PartETags = parts,
        });

        Assert.True(first.IsTruncated);
        Assert.Equal([1, 2], first.Parts.Select(p => p.PartNumber!.Value));
        Assert.False(second.IsTruncated);
        Assert.Equal([3, 4, 5], second.Parts.Select(p => p.PartNumber!.Value));
        Assert.Equal(s3.FindObject(Bucket, "key")!.ETag, completed.ETag);
        Assert.Equal((byte[])[1, 2, 3, 4, 5], Bytes.All(s3.FindObject(Bucket, "key")!));
    }

    [Fact]
    public async Task It_manages_buckets_lists_and_deletes()
    {
        await using S3TestServer s3 = await StartAsync();
        using AmazonS3Client client = Sdk.Client(s3);
        await client.PutBucketAsync("second");
        foreach (string key in (string[])["a/1", "a/2", "b", "q\"'+ é"])
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = "second", Key = key, ContentBody = key });
        }

        ListBucketsResponse buckets = await client.ListBucketsAsync();
        ListObjectsV2Response page = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "second", Delimiter = "/", MaxKeys = 2 });
        ListObjectsV2Response rest = await client.ListObjectsV2Async(new ListObjectsV2Request
        {
            BucketName = "second",
            Delimiter = "/",
            ContinuationToken = page.NextContinuationToken,
        });
        DeleteObjectsResponse deleted = await client.DeleteObjectsAsync(new DeleteObjectsRequest
        {
            BucketName = "second",
            Objects = [new KeyVersion { Key = "a/1" }, new KeyVersion { Key = "a/2" }, new KeyVersion { Key = "q\"'+ é" }],
        });
        await client.DeleteObjectAsync("second", "b");
        await client.DeleteBucketAsync("second");

        Assert.Equal(["second", Bucket], buckets.Buckets.Select(b => b.BucketName));
        Assert.Equal(["a/"], page.CommonPrefixes);
        Assert.Equal(["b"], page.S3Objects.Select(o => o.Key));
        Assert.Equal(["q\"'+ é"], rest.S3Objects.Select(o => o.Key));
        Assert.Equal(3, deleted.DeletedObjects.Count);
        Assert.Equal("us-east-1", s3.Region);
        AmazonS3Exception gone = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "second" }));
        Assert.Equal("NoSuchBucket", gone.ErrorCode);
        Assert.NotNull(gone.RequestId);
    }

    [Fact]
    public async Task It_sets_a_lifecycle_and_reads_the_abort_date()
    {
        await using S3TestServer s3 = await StartAsync();
        using AmazonS3Client client = Sdk.Client(s3);

        await client.PutLifecycleConfigurationAsync(Bucket, new LifecycleConfiguration
        {
            Rules =
            [
                new LifecycleRule
                {
                    Id = "tidy", Status = LifecycleRuleStatus.Enabled,
                    Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "tmp/" } },
                    AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = 7 },
                },
            ],
        });
        GetLifecycleConfigurationResponse read = await client.GetLifecycleConfigurationAsync(Bucket);
        InitiateMultipartUploadResponse created = await client.InitiateMultipartUploadAsync(Bucket, "tmp/a");
        ListMultipartUploadsResponse uploads = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = "tmp/" });
        await client.AbortMultipartUploadAsync(Bucket, "tmp/a", created.UploadId);

        Assert.Equal(7, Assert.Single(read.Configuration.Rules).AbortIncompleteMultipartUpload.DaysAfterInitiation);
        Assert.Equal("tidy", created.AbortRuleId);
        Assert.InRange(created.AbortDate!.Value.ToUniversalTime() - DateTime.UtcNow, TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(8));
        Assert.Equal(created.UploadId, Assert.Single(uploads.MultipartUploads).UploadId);
        Assert.Empty(s3.MultipartUploads);
    }

    [Fact]
    public async Task It_uploads_over_https_with_unsigned_trailers()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using S3TestServer s3 = await StartAsync(new S3TestServerOptions { Certificate = certificate });
        using AmazonS3Client client = Sdk.Client(s3);
        byte[] bytes = Bytes.Random(200_000);

        PutObjectResponse put = await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Bucket,
            Key = "key",
            InputStream = new MemoryStream(bytes),
            DisablePayloadSigning = true,
        });

        Assert.Equal("STREAMING-UNSIGNED-PAYLOAD-TRAILER", s3.Requests[^1].Headers["x-amz-content-sha256"]);
        Assert.NotNull(put.ChecksumCRC32);
        Assert.Equal(bytes, Bytes.All(s3.FindObject(Bucket, "key")!));
    }

    private static Task<S3TestServer> StartAsync(S3TestServerOptions? options = null)
    {
        options ??= new S3TestServerOptions();
        options.DefaultBuckets.Add(Bucket);
        return S3TestServer.StartAsync(options);
    }
}
