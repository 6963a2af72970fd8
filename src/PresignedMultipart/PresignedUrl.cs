using System.Buffers;
using System.Globalization;

namespace PresignedMultipart;

/// <summary>
/// A signed URL with what must be sent to it. <b>It is a secret</b>: whoever has it can write until it expires, so
/// <see cref="ToString"/> leaves the signature out. Immutable.
/// </summary>
public sealed class PresignedUrl
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    // RFC 9110, section 5.6.2: a token.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");
    private static readonly UriCreationOptions KeepAsSigned = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Takes a URL exactly as it was signed.</summary>
    /// <param name="url">An absolute http or https URL in ASCII. It is never re-encoded: a signature covers its very characters.</param>
    /// <param name="headers">The headers that the signature covers and that must be sent with these values; none when <see langword="null"/>.</param>
    /// <param name="expiresAt">When it stops to work; <see langword="null"/> reads it from <c>X-Amz-Date</c> and <c>X-Amz-Expires</c> in the URL.</param>
    /// <exception cref="ArgumentException">
    /// The URL is not absolute, not http or https, or not in ASCII, or a header cannot be sent. The message repeats neither URL nor value.
    /// </exception>
    public PresignedUrl(string url, IReadOnlyDictionary<string, string>? headers = null, DateTimeOffset? expiresAt = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        if (url.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("The pre-signed URL has characters that must be percent-encoded. Pass it exactly as the signer made it.", nameof(url));
        }

        // Uri folds '.' and '..' segments, also encoded ones, and so would send another path than the one that was signed.
        if (!Uri.TryCreate(url, KeepAsSigned, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException("The pre-signed URL is not an absolute http or https URL. Pass it exactly as the signer made it.", nameof(url));
        }

        if (headers?.FirstOrDefault(header => header.Value is null || header.Value.AsSpan().ContainsAny('\r', '\n', '\0')).Key is { } broken)
        {
            throw new ArgumentException($"The header '{broken}' has no value, or one of several lines, which HTTP cannot send.", nameof(headers));
        }

        // HttpClient would leave such a header out without a word, and the storage would find another signature.
        if (headers?.Keys.FirstOrDefault(name => name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters)) is { } unnamed)
        {
            throw new ArgumentException($"'{unnamed}' is no name of a header, which has letters, digits and hyphens.", nameof(headers));
        }

        Uri = uri;
        Headers = headers is null ? NoHeaders : new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        Lifetime = ReadLifetime(url);
        IsOfSession = !QueryValue(url, "X-Amz-Security-Token=").IsEmpty;
        ExpiresAt = expiresAt ?? (ReadSigningTime(url) is { } signed && Lifetime is { } lifetime && lifetime < DateTimeOffset.MaxValue - signed ? signed + lifetime : null);
    }

    /// <summary>The URL, exactly as signed. A secret: do not log it.</summary>
    public Uri Uri { get; }

    /// <summary>The headers that must be sent, with exactly these values. They can hold a secret (SSE-C). Send no other <c>x-amz-*</c> header.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>When the URL stops to work, by the signer's clock; <see langword="null"/> when it does not say. Credentials that end earlier end it earlier.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The object that it writes, when the provider chose another bucket or key than it was asked for; otherwise <see langword="null"/>.</summary>
    public UploadTarget? Target { get; init; }

    /// <summary>How long the URL was signed for (<c>X-Amz-Expires</c>).</summary>
    internal TimeSpan? Lifetime { get; }

    /// <summary>Whether it was signed with temporary credentials, which may end before it (<c>X-Amz-Security-Token</c>).</summary>
    internal bool IsOfSession { get; }

    /// <summary>The URL without its query, which carries the signature.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Authority}{Uri.AbsolutePath}";

    private static TimeSpan? ReadLifetime(string url) =>
        int.TryParse(QueryValue(url, "X-Amz-Expires="), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static DateTimeOffset? ReadSigningTime(string url) =>
        DateTimeOffset.TryParseExact(
            QueryValue(url, "X-Amz-Date="),
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    /// <summary>The value of a parameter whose values need no escapes; empty when the query does not have it.</summary>
    private static ReadOnlySpan<char> QueryValue(string url, string nameAndEquals)
    {
        ReadOnlySpan<char> rest = url.AsSpan(url.IndexOf('?', StringComparison.Ordinal) + 1);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
            if (pair.StartsWith(nameAndEquals, StringComparison.OrdinalIgnoreCase))
            {
                return pair[nameAndEquals.Length..];
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return [];
    }
}
