namespace PresignedMultipart.Testing.Storage;

/// <summary>One rule of a bucket's CORS configuration. Origins and headers may hold one <c>*</c>.</summary>
internal sealed record CorsRule(
    IReadOnlyList<string> Origins,
    IReadOnlyList<string> Methods,
    IReadOnlyList<string> RequestHeaders,
    IReadOnlyList<string> ExposedHeaders,
    int? MaxAgeSeconds)
{
    public bool AllowsOrigin(string origin) => Origins.Any(pattern => Fits(pattern, origin, StringComparison.Ordinal));

    public bool AllowsHeader(string header) => RequestHeaders.Any(pattern => Fits(pattern, header, StringComparison.OrdinalIgnoreCase));

    private static bool Fits(string pattern, string value, StringComparison comparison)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? string.Equals(pattern, value, comparison)
            : value.Length >= pattern.Length - 1
                && value.StartsWith(pattern[..star], comparison)
                && value.EndsWith(pattern[(star + 1)..], comparison);
    }
}
