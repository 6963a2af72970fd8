using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The loop that is written by hand: a new array for each part, a pre-signed URL, HttpClient.</summary>
internal sealed class NaiveClient(ClientTask task, int concurrency) : IUploadClient
{
    private const int PartSize = 10 << 20;

    private readonly AmazonS3Client _s3 = SdkClient.Create(task);
    private readonly HttpClient _http = new();

    public async Task UploadAsync(ClientTask task)
    {
        InitiateMultipartUploadResponse upload = await _s3.InitiateMultipartUploadAsync(ClientTask.Bucket, "object");
        using var slots = new SemaphoreSlim(concurrency);
        var parts = new List<Task<PartETag>>();
        await using FileStream file = File.OpenRead(task.Path);
        for (int number = 1; file.Position < file.Length; number++)
        {
            await slots.WaitAsync();
            byte[] bytes = new byte[Math.Min(PartSize, file.Length - file.Position)];
            await file.ReadExactlyAsync(bytes);
            parts.Add(SendAsync(upload.UploadId, number, bytes, slots));
        }

        await _s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = ClientTask.Bucket,
            Key = "object",
            UploadId = upload.UploadId,
            PartETags = [.. await Task.WhenAll(parts)],
        });
    }

    public void Dispose()
    {
        _http.Dispose();
        _s3.Dispose();
    }

    private async Task<PartETag> SendAsync(string uploadId, int number, byte[] bytes, SemaphoreSlim slots)
    {
        try
        {
            string url = await _s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest
            {
                BucketName = ClientTask.Bucket,
                Key = "object",
                UploadId = uploadId,
                PartNumber = number,
                Verb = HttpVerb.PUT,
                Protocol = task.Endpoint.Scheme == Uri.UriSchemeHttps ? Amazon.S3.Protocol.HTTPS : Amazon.S3.Protocol.HTTP,
                Expires = DateTime.UtcNow.AddHours(1),
            });
            using var content = new ByteArrayContent(bytes);
            using HttpResponseMessage answer = await _http.PutAsync(new Uri(url), content);
            answer.EnsureSuccessStatusCode();
            return new PartETag(number, answer.Headers.ETag!.Tag);
        }
        finally
        {
            slots.Release();
        }
    }
}
