using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The server itself, without the library: when these fail, the reason is not in the library.</summary>
public sealed class StorageServerTests(StorageServer server) : IClassFixture<StorageServer>
{
    [Fact]
    public async Task A_file_put_through_a_presigned_url_reads_back_identical()
    {
        using var files = new TestFiles();
        string path = files.Create(size: (3 * 1024 * 1024) + 17);
        string url = await server.Client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = server.Bucket,
            Key = "put/through a presigned ürl.bin",
            Verb = HttpVerb.PUT,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Protocol = server.Protocol,
        });

        using var http = new HttpClient();
        using var content = new StreamContent(File.OpenRead(path));
        using HttpResponseMessage response = await http.PutAsync(url, content);

        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        await server.AssertSameBytesAsync(path, "put/through a presigned ürl.bin");
    }

    [Fact]
    public async Task Objects_and_unfinished_uploads_are_gone_after_the_bucket_is_emptied()
    {
        await server.Client.PutObjectAsync(new PutObjectRequest { BucketName = server.Bucket, Key = "object", ContentBody = "x" });
        InitiateMultipartUploadResponse upload = await server.Client.InitiateMultipartUploadAsync(server.Bucket, "upload");
        await server.Client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = server.Bucket,
            Key = "upload",
            UploadId = upload.UploadId,
            PartNumber = 1,
            InputStream = new MemoryStream([1, 2, 3]),
        });

        await server.EmptyBucketAsync();

        Assert.Empty((await server.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = server.Bucket })).S3Objects ?? []);
        Assert.Empty((await server.Client.ListMultipartUploadsAsync(server.Bucket)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task Another_user_has_no_rights_on_the_bucket()
    {
        using AmazonS3Client other = server.CreateClientOfAnotherUser();

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => other.ListMultipartUploadsAsync(server.Bucket));

        Assert.Equal(server.Capabilities.OtherUsersBucket, refusal.ErrorCode);
    }

    [Fact]
    public void The_same_size_and_seed_make_the_same_file_and_no_two_blocks_of_it_are_the_same()
    {
        using var files = new TestFiles();
        byte[] file = File.ReadAllBytes(files.Create(size: (2 * 1024 * 1024) + 8, seed: 7));

        Assert.Equal((2 * 1024 * 1024) + 8, file.Length);
        Assert.Equal(file, File.ReadAllBytes(files.Create(size: (2 * 1024 * 1024) + 8, seed: 7)));
        Assert.NotEqual(file[..(1024 * 1024)], file[(1024 * 1024)..(2 * 1024 * 1024)]);
        Assert.NotEqual(file, File.ReadAllBytes(files.Create(size: (2 * 1024 * 1024) + 8, seed: 8)));
    }
}
