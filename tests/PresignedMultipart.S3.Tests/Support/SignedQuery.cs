namespace PresignedMultipart.S3.Tests.Support;

/// <summary>Reads the query of a pre-signed URL as it stands, and decoded.</summary>
internal static class SignedQuery
{
    public static string? Raw(PresignedUrl url, string name) => url.Uri.Query.TrimStart('?').Split('&')
        .Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(pair => pair[(name.Length + 1)..])
        .SingleOrDefault();

    public static string? Value(PresignedUrl url, string name) => Raw(url, name) is { } raw ? Uri.UnescapeDataString(raw) : null;

    /// <summary>The names of the signed headers, without <c>host</c>, which every client sends by itself.</summary>
    public static IEnumerable<string> SignedHeaders(PresignedUrl url) => Value(url, "X-Amz-SignedHeaders")!.Split(';').Where(name => name != "host");
}
