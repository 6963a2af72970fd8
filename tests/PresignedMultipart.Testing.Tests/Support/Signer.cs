using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>
/// A second SigV4 signer, written from the specification and not from the server's code: the two must agree, and the tests can sign what no SDK
/// would.
/// </summary>
internal sealed class Signer(Uri endpoint, string accessKey, string secretKey, string region)
{
    public Signer(S3TestServer server)
        : this(server.Endpoint, server.AccessKey, server.SecretKey, server.Region)
    {
    }

    public string AccessKey { get; init; } = accessKey;

    public string SecretKey { get; init; } = secretKey;

    public string Region { get; init; } = region;

    public string? SessionToken { get; init; }

    public DateTimeOffset SignedAt { get; init; } = DateTimeOffset.UtcNow;

    public string Expires { get; init; } = "900";

    public string ContentSha256 { get; init; } = "UNSIGNED-PAYLOAD";

    /// <summary>Signs a URL. Path and query values are given plain and encoded here.</summary>
    public string Presign(
        string method, string bucket, string? key = null, IEnumerable<(string Name, string Value)>? query = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = endpoint.Authority };
        foreach ((string name, string value) in headers ?? new Dictionary<string, string>())
        {
            signed[name.ToLowerInvariant()] = value;
        }

        string scope = $"{Timestamp[..8]}/{Region}/s3/aws4_request";
        List<(string Name, string Value)> all =
        [
            .. query ?? [],
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", $"{AccessKey}/{scope}"),
            ("X-Amz-Date", Timestamp),
            ("X-Amz-Expires", Expires),
            ("X-Amz-SignedHeaders", string.Join(';', signed.Keys)),
        ];
        if (SessionToken is not null)
        {
            all.Add(("X-Amz-Security-Token", SessionToken));
        }

        string path = "/" + bucket + (key is null ? "" : "/" + Encode(key, keepSlash: true));
        string canonicalQuery = string.Join('&', all.Select(p => $"{Encode(p.Name)}={Encode(p.Value)}").Order(StringComparer.Ordinal));
        string signature = Sign(scope, Canonical(method, path, canonicalQuery, signed, signed.GetValueOrDefault("x-amz-content-sha256") ?? ContentSha256));
        return $"{endpoint.GetLeftPart(UriPartial.Authority)}{path}?{canonicalQuery}&X-Amz-Signature={signature}";
    }

    /// <summary>Signs the headers of a request, and gives what the chunks of its body are signed with.</summary>
    public (string Signature, string Scope, byte[] Key, string Timestamp) SignHeaders(HttpRequestMessage request)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = endpoint.Authority,
            ["x-amz-content-sha256"] = ContentSha256,
            ["x-amz-date"] = Timestamp,
        };
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", ContentSha256);
        request.Headers.TryAddWithoutValidation("x-amz-date", Timestamp);
        if (SessionToken is not null)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", SessionToken);
        }

        foreach (var header in request.Headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            signed[header.Key.ToLowerInvariant()] = string.Join(',', header.Value);
        }

        string scope = $"{Timestamp[..8]}/{Region}/s3/aws4_request";
        string query = string.Join('&', request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Contains('=', StringComparison.Ordinal) ? p : p + "=").Order(StringComparer.Ordinal));
        string signature = Sign(scope, Canonical(request.Method.Method, request.RequestUri.AbsolutePath, query, signed, ContentSha256));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={string.Join(';', signed.Keys)}, Signature={signature}");
        return (signature, scope, Key(scope), Timestamp);
    }

    public static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    private string Timestamp => SignedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Encode(string text, bool keepSlash = false)
    {
        string encoded = Uri.EscapeDataString(text);
        return keepSlash ? encoded.Replace("%2F", "/", StringComparison.Ordinal) : encoded;
    }

    private static string Canonical(string method, string path, string query, SortedDictionary<string, string> headers, string payload) =>
        $"{method}\n{path}\n{query}\n{string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n"))}\n{string.Join(';', headers.Keys)}\n{payload}";

    private string Sign(string scope, string canonical)
    {
        string text = $"AWS4-HMAC-SHA256\n{Timestamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return Hex(HMACSHA256.HashData(Key(scope), Encoding.UTF8.GetBytes(text)));
    }

    private byte[] Key(string scope) => scope.Split('/').Aggregate(
        Encoding.UTF8.GetBytes("AWS4" + SecretKey), (key, step) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step)));
}
