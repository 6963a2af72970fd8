using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.Wire;

public class NativeWireTests
{
    private static readonly UploadTarget Target = new("b", "k") { ContentType = "a/b" };
    private static readonly MultipartUpload Upload = new(Target, "id") { Ticket = "T" };

    [Fact]
    public async Task Create()
    {
        (string path, string body) = await SentAsync(
            """{"ticket":"T","uploadId":"U","bucket":"b2","key":"k2","checksumAlgorithm":"crc64Nvme","abortDate":"2026-01-02T00:00:00Z","unknown":[1]}""",
            async provider =>
            {
                MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10, ChecksumAlgorithm.Crc64Nvme);
                Assert.Equal(("T", "U", "b2", "k2", ChecksumAlgorithm.Crc64Nvme), (upload.Ticket, upload.UploadId, upload.Target.Bucket, upload.Target.Key, upload.ChecksumAlgorithm));
                Assert.Equal("a/b", upload.Target.ContentType);
                Assert.Equal(2, upload.AbortDate!.Value.Day);
            });

        Assert.Equal(("/create", """{"target":{"bucket":"b","key":"k","contentType":"a/b","failIfExists":false},"objectLength":10,"checksumAlgorithm":"crc64Nvme"}"""), (path, body));
    }

    [Fact]
    public async Task Presign_parts()
    {
        (string path, string body) = await SentAsync(
            """{"urls":[{"partNumber":1,"url":"http://s3.test/k?sig","headers":{"Content-Length":"5"},"expiresAt":"2026-01-02T00:00:00Z"}]}""",
            async provider =>
            {
                PresignedUrl url = Assert.Single(await provider.PresignPartsAsync(Upload, [new PartToSign(1, 5, new Checksum(ChecksumAlgorithm.Sha256, "abc="))]));
                Assert.Equal(("http://s3.test/k?sig", "5", 2), (url.Uri.OriginalString, url.Headers["content-length"], url.ExpiresAt!.Value.Day));
            });

        Assert.Equal(("/presign-parts", """{"ticket":"T","parts":[{"partNumber":1,"length":5,"checksum":{"algorithm":"sha256","value":"abc=","type":"fullObject"}}]}"""), (path, body));
    }

    [Fact]
    public async Task Presign_put()
    {
        (string path, string body) = await SentAsync(
            """{"bucket":"b","key":"k2","url":{"url":"http://s3.test/k2?sig"}}""",
            async provider => Assert.Equal("k2", (await provider.PresignPutObjectAsync(Target, 5)).Target!.Key));

        Assert.Equal(("/presign-put", """{"target":{"bucket":"b","key":"k","contentType":"a/b","failIfExists":false},"objectLength":5}"""), (path, body));
    }

    [Fact]
    public async Task Complete()
    {
        (string path, string body) = await SentAsync(
            """{"stored":{"eTag":"\"e-1\"","length":5,"versionId":"v","checksum":{"algorithm":"crc32C","value":"x","type":"fullObject"}}}""",
            async provider =>
            {
                StoredObject stored = await provider.CompleteMultipartUploadAsync(Upload, [new CompletedPart(1, "e", null)], 5, new Checksum(ChecksumAlgorithm.Sha256, "q-1", ChecksumType.Composite));
                Assert.Equal(("\"e-1\"", 5L, "v", new Checksum(ChecksumAlgorithm.Crc32C, "x")), (stored.ETag, stored.Length!.Value, stored.VersionId, stored.Checksum));
            });

        Assert.Equal(("/complete", """{"ticket":"T","parts":[{"partNumber":1,"eTag":"e"}],"objectLength":5,"checksum":{"algorithm":"sha256","value":"q-1","type":"composite"}}"""), (path, body));
    }

    [Fact]
    public async Task List_parts()
    {
        (string path, string body) = await SentAsync(
            """{"parts":[{"partNumber":1,"length":5,"eTag":"e"}]}""",
            async provider =>
            {
                await foreach (StoredPart part in provider.ListPartsAsync(Upload))
                {
                    Assert.Equal(new StoredPart(1, 5, "e"), part);
                }
            });

        Assert.Equal(("/list-parts", """{"ticket":"T","partNumberMarker":0}"""), (path, body));
    }

    [Fact]
    public async Task Abort() => Assert.Equal(("/abort", """{"ticket":"T"}"""), await SentAsync("", provider => provider.AbortMultipartUploadAsync(Upload)));

    [Fact]
    public async Task Outcome() => Assert.Equal(("/outcome", """{"ticket":"T"}"""), await SentAsync("{}", async provider => Assert.Null(await provider.HeadObjectAsync(Upload))));

    private static async Task<(string Path, string Body)> SentAsync(string answer, Func<RemotePresignedUrlProvider, Task> act)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);
        await act(provider);
        BackendRequest request = Assert.Single(backend.Requests);
        Assert.Equal(("POST", "application/json"), (request.Method, request.ContentType));
        return (request.Target, request.Body);
    }
}
