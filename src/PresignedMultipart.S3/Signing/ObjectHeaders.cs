using System.Net.Http.Headers;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// What the storage keeps with an object, as the headers that say so. A single PUT and <c>CreateMultipartUpload</c> take the same ones.
/// </summary>
internal static class ObjectHeaders
{
    public static Dictionary<string, string> Of(UploadTarget target)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add("Content-Type", nameof(target.ContentType), ContentType(target.ContentType));
        Add("Content-Disposition", nameof(target.ContentDisposition), target.ContentDisposition);
        Add("Content-Encoding", nameof(target.ContentEncoding), target.ContentEncoding);
        Add("Content-Language", nameof(target.ContentLanguage), target.ContentLanguage);
        Add("Cache-Control", nameof(target.CacheControl), target.CacheControl);
        Add("x-amz-storage-class", nameof(target.StorageClass), target.StorageClass);
        Add("x-amz-acl", nameof(target.Acl), target.Acl);

        MetadataHeaders.AddTo(headers, target.Metadata);
        if (target.Tags.Count > 0)
        {
            headers["x-amz-tagging"] = TagHeader.Of(target.Tags);
        }

        EncryptionHeaders.AddForObject(headers, target.Encryption);
        return headers;

        void Add(string header, string property, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                headers[header] = HeaderValue.Check(property, value);
            }
        }
    }

    // HttpClient writes a media type in its own form, and so does the SDK after it has signed; a signature over another form would not fit.
    private static string? ContentType(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : MediaTypeHeaderValue.TryParse(value, out MediaTypeHeaderValue? parsed) ? parsed.ToString()
        : throw new ArgumentException($"The {nameof(UploadTarget.ContentType)} '{value}' is not a media type. Set one such as video/mp4 or text/plain; charset=utf-8, or none.", nameof(value));
}
