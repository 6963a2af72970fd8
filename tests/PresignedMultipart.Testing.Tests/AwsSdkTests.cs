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
            BucketName = Bucket, Key = "big", InputStream = new MemoryStream(bytes), PartSize = 5 << 20,
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
                BucketName = Bucket, Key = "key", UploadId = started.UploadId, PartNumber = number, InputStream = new MemoryStream([(byte)number]),
            });
            parts.Add(new PartETag(part));
        }

        ListPartsResponse first = await client.ListPartsAsync(new ListPartsRequest { BucketName = Bucket, Key = "key", UploadId = started.UploadId, MaxParts = 2 });
        ListPartsResponse second = await client.ListPartsAsync(new ListPartsRequest
        {
            BucketName = Bucket, Key = "key", UploadId = started.UploadId, MaxParts = 3, PartNumberMarker = first.NextPartNumberMarker?.ToString(),
        });
        CompleteMultipartUploadResponse completed = await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket, Key = "key", UploadId = started.UploadId, PartETags = parts,
        });

        Assert.True(first.IsTruncated);
        Assert.Equal([1, 2], first.Parts.Select(p => p.PartNumber!.Value));
        Assert.False(second.IsTruncated);
        Assert.Equal([3, 4, 5], second.Parts.Select(p => p.PartNumber!.Value));
        Assert.Equal(s3.FindObject(Bucket, "key")!.ETag, completed.ETag);
        Assert.Equal((byte[])[1, 2, 3, 4, 5], Bytes.All(s3.FindObject(Bucket, "key")!));
    }

    private static Task<S3TestServer> StartAsync(S3TestServerOptions? options = null)
    {
        options ??= new S3TestServerOptions();
        options.DefaultBuckets.Add(Bucket);
        return S3TestServer.StartAsync(options);
    }
}
