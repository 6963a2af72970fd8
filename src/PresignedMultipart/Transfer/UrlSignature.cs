using System.Globalization;

namespace PresignedMultipart.Transfer;

/// <summary>What a URL says of how it was signed; nothing of it is secret. Read when a refusal is to be explained.</summary>
internal sealed class UrlSignature
{
    // The sums of no bytes at all, which some signers bind because they see no body.
    private static readonly Dictionary<string, string> EmptySums = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x-amz-checksum-crc32"] = "AAAAAA==",
        ["x-amz-checksum-crc32c"] = "AAAAAA==",
        ["x-amz-checksum-crc64nvme"] = "AAAAAAAAAAA=",
        ["x-amz-checksum-sha1"] = "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        ["x-amz-checksum-sha256"] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    };

    public UrlSignature(PresignedUrl url)
    {
        Dictionary<string, string> query = Read(url.Uri.Query);
        IsVersionTwo = query.ContainsKey("AWSAccessKeyId") && query.ContainsKey("Signature");
        IsVersionFour = query.ContainsKey("X-Amz-Signature");
        SignedHeaders = query.GetValueOrDefault("X-Amz-SignedHeaders", "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        string[] scope = query.GetValueOrDefault("X-Amz-Credential", "").Split('/');
        // KEY/DATE/REGION/s3/aws4_request; a key may have a slash.
        Region = scope.Length >= 5 ? scope[^3] : null;
        // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: temporary keys begin so, and are none without their token.
        LacksToken = scope[0].StartsWith("ASIA", StringComparison.Ordinal) && !query.ContainsKey("X-Amz-Security-Token");
        SignedAt = DateTimeOffset.TryParseExact(query.GetValueOrDefault("X-Amz-Date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed) ? signed : null;
        BoundBodyHash = query.ContainsKey("X-Amz-Content-Sha256") || url.Headers.ContainsKey("x-amz-content-sha256");
        EmptyBodySum = EmptySums.FirstOrDefault(sum => query.GetValueOrDefault(sum.Key) == sum.Value || (url.Headers.TryGetValue(sum.Key, out string? sent) && sent == sum.Value)).Key;
    }

    public bool IsVersionTwo { get; }

    public bool IsVersionFour { get; }

    /// <summary>In lower case, <c>host</c> among them.</summary>
    public IReadOnlyList<string> SignedHeaders { get; }

    public string? Region { get; }

    /// <summary>Whether it is signed with a temporary key whose token is missing.</summary>
    public bool LacksToken { get; }

    public DateTimeOffset? SignedAt { get; }

    /// <summary>Whether the body's SHA-256 is bound.</summary>
    public bool BoundBodyHash { get; }

    /// <summary>The checksum that is bound and that only an empty body has.</summary>
    public string? EmptyBodySum { get; }

    public bool Signs(string header) => SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, string> Read(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            parameters.TryAdd(Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        return parameters;
    }
}
