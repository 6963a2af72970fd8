using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Requests;

/// <summary>
/// Bucket, key and query of a request, from the target exactly as it was on the wire. The server's own path is of no use: it has dot segments
/// removed and slashes decoded, both of which mean something in a key.
/// </summary>
internal sealed class RequestTarget
{
    private RequestTarget(string path, string? bucket, string? key, QueryParameters query)
    {
        Path = path;
        Bucket = bucket;
        Key = key;
        Query = query;
    }

    /// <summary>The decoded path, with the first slash.</summary>
    public string Path { get; }

    public string? Bucket { get; }

    public string? Key { get; }

    public QueryParameters Query { get; }

    /// <exception cref="S3Error">The target is not UTF-8, percent-encoded.</exception>
    public static RequestTarget Parse(string raw)
    {
        if (raw.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || raw.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            // The absolute form, as it is sent to a proxy.
            int start = raw.IndexOf('/', raw.IndexOf("//", StringComparison.Ordinal) + 2);
            raw = start < 0 ? "/" : raw[start..];
        }

        int question = raw.IndexOf('?', StringComparison.Ordinal);
        string rawPath = question < 0 ? raw : raw[..question];
        QueryParameters query = QueryParameters.Parse(question < 0 ? "" : raw[(question + 1)..]);
        if (!PercentEncoding.TryDecode(rawPath, plusIsSpace: false, out string path) || !path.StartsWith('/'))
        {
            throw S3Errors.InvalidUri();
        }

        int slash = path.IndexOf('/', 1);
        string bucket = slash < 0 ? path[1..] : path[1..slash];
        string key = slash < 0 ? "" : path[(slash + 1)..];
        return new RequestTarget(path, bucket.Length == 0 ? null : bucket, key.Length == 0 ? null : key, query);
    }
}
