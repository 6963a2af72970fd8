using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.EndToEnd;

/// <summary>Every key works against a server that checks signatures by the very bytes it is sent, and the object gets that key and no other.</summary>
public class KeysTests
{
    public static TheoryData<string> Keys => Targets.DifficultKeys;

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_single_put(string key)
    {
        await using TestServer storage = await TestServer.StartAsync();

        PresignedUrl url = await storage.Provider.PresignPutObjectAsync(new UploadTarget(TestServer.Bucket, key), 3);
        await storage.PutOkAsync(url, "abc"u8.ToArray());

        Assert.Equal(key, Assert.Single(storage.Server.Objects).Key);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_multipart_upload_with_every_call_it_takes(string key)
    {
        await using TestServer storage = await TestServer.StartAsync();
        var target = new UploadTarget(TestServer.Bucket, key);

        MultipartUpload givenUp = await storage.Provider.CreateMultipartUploadAsync(target, null);
        await storage.Provider.AbortMultipartUploadAsync(givenUp);
        Assert.Empty(storage.Server.MultipartUploads);

        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(target, "abcdef"u8.ToArray());
        StoredPart listed = Assert.Single(await ListAsync(storage, upload));
        Assert.Equal(new StoredPart(1, 6, parts[0].ETag), listed);
        StoredObject stored = await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 6);
        StoredObject? found = await storage.Provider.HeadObjectAsync(upload);

        Assert.Equal(key, Assert.Single(storage.Server.Objects).Key);
        Assert.Equal(stored.ETag, found!.ETag);
        Assert.Equal(6, found.Length);
    }

    private static async Task<List<StoredPart>> ListAsync(TestServer storage, MultipartUpload upload)
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in storage.Provider.ListPartsAsync(upload))
        {
            parts.Add(part);
        }

        return parts;
    }
}
