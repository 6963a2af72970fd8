using System.Globalization;

namespace PresignedMultipart;

/// <summary>
/// A signed URL with what must be sent to it. <b>It is a secret</b>: whoever has it can write until it expires, so
/// <see cref="ToString"/> leaves the signature out. Immutable.
/// </summary>
public sealed class PresignedUrl
{
    private static readonly UriCreationOptions KeepAsSigned = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Takes a URL exactly as it was signed.</summary>
    /// <param name="url">An absolute http or https URL in ASCII. It is never re-encoded: a signature covers its very characters.</param>
    /// <param name="headers">The headers that the signature covers and that must be sent with these values; none when <see langword="null"/>.</param>
    /// <param name="expiresAt">When it stops to work; <see langword="null"/> reads it from <c>X-Amz-Date</c> and <c>X-Amz-Expires</c> in the URL.</param>
    /// <exception cref="ArgumentException">The URL is not absolute, not http or https, or not in ASCII. The message does not repeat it.</exception>
    public PresignedUrl(string url, IReadOnlyDictionary<string, string>? headers = null, DateTimeOffset? expiresAt = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        if (!url.All(char.IsAscii) || url.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new ArgumentException("The pre-signed URL has characters that must be percent-encoded. Pass it exactly as the signer made it.", nameof(url));
        }

        // Uri folds '.' and '..' segments, also encoded ones, and so would send another path than the one that was signed.
        if (!Uri.TryCreate(url, KeepAsSigned, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException("The pre-signed URL is not an absolute http or https URL. Pass it exactly as the signer made it.", nameof(url));
        }

        Uri = uri;
        Headers = headers is null ? new Dictionary<string, string>() : new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        Lifetime = ReadLifetime(uri);
        ExpiresAt = expiresAt ?? (ReadSigningTime(uri) is { } signed && Lifetime is { } lifetime ? signed + lifetime : null);
    }

    /// <summary>The URL, exactly as signed. A secret: do not log it.</summary>
    public Uri Uri { get; }

    /// <summary>The headers that must be sent, with exactly these values. They can hold a secret (SSE-C). Send no other <c>x-amz-*</c> header.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>When the URL stops to work, by the signer's clock; <see langword="null"/> when it does not say. Credentials that end earlier end it earlier.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>How long the URL was signed for (<c>X-Amz-Expires</c>).</summary>
    internal TimeSpan? Lifetime { get; }

    /// <summary>The URL without its query, which carries the signature.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Authority}{Uri.AbsolutePath}";

    private static TimeSpan? ReadLifetime(Uri uri) =>
        int.TryParse(QueryValue(uri, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static DateTimeOffset? ReadSigningTime(Uri uri) =>
        DateTimeOffset.TryParseExact(
            QueryValue(uri, "X-Amz-Date"),
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    private static string? QueryValue(Uri uri, string name)
    {
        foreach (string pair in uri.Query.TrimStart('?').Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair.AsSpan(0, equals).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Uri.UnescapeDataString(pair[(equals + 1)..]);
            }
        }

        return null;
    }
}
