namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Makes the SDK's URL say what its signature covers. In two places it does not: the SDK puts the upload id into the query as it is but
/// signs it percent-encoded, and with the bucket in the path it drops the slash that a key starts with though it signs it.
/// </summary>
internal static class SignedUrl
{
    private const string UploadIdParameter = "uploadId=";

    public static string AsSigned(string url, string key, string? uploadId) => WithLeadingSlash(WithEncodedUploadId(url, uploadId), key);

    private static string WithEncodedUploadId(string url, string? uploadId)
    {
        if (uploadId is null)
        {
            return url;
        }

        string encoded = Uri.EscapeDataString(uploadId);
        int query = url.IndexOf('?', StringComparison.Ordinal);
        int at = encoded == uploadId ? -1 : url.IndexOf(UploadIdParameter + uploadId, query, StringComparison.Ordinal);
        return at < 0 ? url : string.Concat(url.AsSpan(0, at + UploadIdParameter.Length), encoded, url.AsSpan(at + UploadIdParameter.Length + uploadId.Length));
    }

    private static string WithLeadingSlash(string url, string key)
    {
        if (!key.StartsWith('/'))
        {
            return url;
        }

        // Slashes are all that stands in the path as it does in the key, so counting them from the end finds where the key begins.
        int at = url.IndexOf('?', StringComparison.Ordinal);
        for (int slashes = key.Count(c => c == '/'); slashes > 0; slashes--)
        {
            at = url.LastIndexOf('/', at - 1);
        }

        return url[at - 1] == '/' ? url : url.Insert(at, "/");
    }
}
