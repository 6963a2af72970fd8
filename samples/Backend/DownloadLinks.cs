using Amazon.S3;
using Amazon.S3.Model;
using Samples;

namespace Backend;

/// <summary>Lets a person open what was uploaded: a link of this server's leads to a signed URL that lives for minutes.</summary>
internal sealed class DownloadLinks(BackendStore store, TimeProvider time) : IDisposable
{
    public const string Prefix = "uploads/";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly AmazonS3Client _s3 = StoreClient.Create(store.Options);

    public async Task<IResult> FollowAsync(string key, HttpContext context)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Results.NotFound();
        }

        string url = await _s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = store.Bucket,
            Key = key,
            Expires = time.GetUtcNow().Add(Lifetime).UtcDateTime,
            Protocol = store.Options.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            // Shown by the browser, a stranger's HTML would run as a page of the storage.
            ResponseHeaderOverrides = { ContentDisposition = "attachment" },
        });
        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(url);
    }

    public void Dispose() => _s3.Dispose();
}
