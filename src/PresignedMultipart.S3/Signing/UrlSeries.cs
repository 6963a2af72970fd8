using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Unicode;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Signs PUTs after the model of a first one, which the SDK signed: the parts of one upload, or the objects of one bucket with the same
/// headers. Such requests differ in key, part number, headers' values and time alone. The SDK works out endpoint, region and query for
/// every URL anew, which allocates 73 KB and takes 200 µs a URL.
/// </summary>
internal sealed class UrlSeries
{
    private const string PartNumber = "partNumber=";
    private const string Signature = "X-Amz-Signature=";
    private const string Host = "host";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string HexDigits = "0123456789abcdef";
    private const int UsualRequestLength = 4096;
    private const int UsualHeadersLength = 512;

    private readonly ImmutableCredentials _credentials;
    private readonly string _region;
    private readonly string _service;
    private readonly string _signedAt;

    // The URL, cut where key and part number go. The canonical query is the same, sorted by name and without the signature.
    private readonly string _origin;
    private readonly string _host;
    private readonly string _pathBefore;
    private readonly string _queryBefore;
    private readonly string _queryAfter;
    private readonly string _signedHeaderNames;
    private readonly string[] _signedHeaders;

    private readonly string _stringToSignBefore;
    private readonly byte[] _signingKey;

    private UrlSeries(string url, string key, string endpoint, ImmutableCredentials credentials)
    {
        Endpoint = endpoint;
        _credentials = credentials;
        int query = url.IndexOf('?', StringComparison.Ordinal);
        int host = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        int path = url.IndexOf('/', host);
        (_origin, _host) = (url[..path], url[host..path]);
        _pathBefore = url[path..(query - Encode(key).Length)];

        string[] parameters = [.. url[(query + 1)..].Split('&').Where(one => !one.StartsWith(Signature, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        int number = Array.FindIndex(parameters, one => one.StartsWith(PartNumber, StringComparison.Ordinal));
        (_queryBefore, _queryAfter) = number < 0
            ? (string.Join('&', parameters), "")
            : (string.Concat(parameters[..number].Select(one => one + "&")) + PartNumber, string.Concat(parameters[(number + 1)..].Select(one => "&" + one)));

        _signedHeaderNames = ValueOf(parameters, "X-Amz-SignedHeaders");
        _signedHeaders = _signedHeaderNames.Split(';');
        _signedAt = ValueOf(parameters, "X-Amz-Date");
        string[] scope = ValueOf(parameters, "X-Amz-Credential").Split('/');
        (_region, _service) = (scope[^3], scope[^2]);
        (_stringToSignBefore, _signingKey) = PrepareSignature();
    }

    private UrlSeries(UrlSeries earlier, string signedAt)
    {
        (Endpoint, _credentials, _region, _service, _signedAt) = (earlier.Endpoint, earlier._credentials, earlier._region, earlier._service, signedAt);
        (_origin, _host, _pathBefore, _queryAfter) = (earlier._origin, earlier._host, earlier._pathBefore, earlier._queryAfter);
        (_signedHeaderNames, _signedHeaders) = (earlier._signedHeaderNames, earlier._signedHeaders);

        // Each has one place, by its very form, and both stand before the part number, as upper case sorts first. The day is a segment of the credential.
        _queryBefore = earlier._queryBefore
            .Replace($"X-Amz-Date={earlier._signedAt}", $"X-Amz-Date={signedAt}", StringComparison.Ordinal)
            .Replace($"%2F{Day(earlier._signedAt)}%2F", $"%2F{Day(signedAt)}%2F", StringComparison.Ordinal);
        (_stringToSignBefore, _signingKey) = PrepareSignature();
    }

    /// <summary>The endpoint whose clock the SDK keeps account of.</summary>
    public string Endpoint { get; }

    /// <summary>
    /// Learns from a URL that the SDK signed; <see langword="null"/> when signing the same again does not give the very same URL, as with
    /// credentials that changed in between, or a client that signs in a way of its own.
    /// </summary>
    public static UrlSeries? Learn(PresignedUrl model, string key, int? partNumber, string endpoint, ImmutableCredentials credentials)
    {
        string url = model.Uri.OriginalString;
        if (!url.Contains(Encode(key) + "?", StringComparison.Ordinal))
        {
            return null;
        }

        var series = new UrlSeries(url, key, endpoint, credentials);
        if (!series.Covers(model.Headers))
        {
            return null;
        }

        string again = series.Sign(key, partNumber, model.Headers).Uri.OriginalString;
        return url.Contains(again[again.LastIndexOf(Signature, StringComparison.Ordinal)..], StringComparison.Ordinal) ? series : null;
    }

    /// <summary>Whether these are the credentials that the series signs with.</summary>
    public bool SignsWith(ImmutableCredentials credentials) =>
        (credentials.AccessKey, credentials.SecretKey, credentials.Token) == (_credentials.AccessKey, _credentials.SecretKey, _credentials.Token);

    /// <summary>Whether requests with such headers belong to the series.</summary>
    public bool Covers(IReadOnlyDictionary<string, string> headers) =>
        headers.Count == _signedHeaders.Length - 1
        // A signature covers such values in another form.
        && Array.TrueForAll(_signedHeaders, name => name == Host || (headers.TryGetValue(name, out string? value) && !value.Contains("  ", StringComparison.Ordinal)));

    /// <summary>The same series at another time.</summary>
    public UrlSeries At(DateTime time)
    {
        string signedAt = time.ToString(DateFormat, CultureInfo.InvariantCulture);
        return signedAt == _signedAt ? this : new UrlSeries(this, signedAt);
    }

    /// <summary>Signs a PUT.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="partNumber">The part, when the model is one of a part.</param>
    /// <param name="headers">The headers to send.</param>
    public PresignedUrl Sign(string key, int? partNumber, IReadOnlyDictionary<string, string> headers)
    {
        string path = _pathBefore + Encode(key);
        Span<char> signature = stackalloc char[SHA256.HashSizeInBytes * 2];
        Sign(path, partNumber, headers, signature);
        return new PresignedUrl(string.Create(CultureInfo.InvariantCulture, $"{_origin}{path}?{_queryBefore}{partNumber}{_queryAfter}&{Signature}{(ReadOnlySpan<char>)signature}"), headers);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    private void Sign(string path, int? partNumber, IReadOnlyDictionary<string, string> headers, Span<char> hex)
    {
        string canonicalHeaders = CanonicalHeaders(headers);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(UsualRequestLength);
        int length;
        while (!Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $"PUT\n{path}\n{_queryBefore}{partNumber}{_queryAfter}\n{canonicalHeaders}\n{_signedHeaderNames}\n{AWS4Signer.UnsignedPayload}",
            out length))
        {
            int larger = buffer.Length * 2;
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(larger);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), hash);
        WriteHex(hash, hex);
        Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"{_stringToSignBefore}{(ReadOnlySpan<char>)hex}", out length);
        HMACSHA256.HashData(_signingKey, buffer.AsSpan(0, length), hash);
        WriteHex(hash, hex);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private string CanonicalHeaders(IReadOnlyDictionary<string, string> headers)
    {
        var lines = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualHeadersLength]);
        foreach (string name in _signedHeaders)
        {
            lines.AppendLiteral(name);
            lines.AppendLiteral(":");
            lines.AppendLiteral(name == Host ? _host : headers[name]);
            lines.AppendLiteral("\n");
        }

        return lines.ToStringAndClear();
    }

    private (string StringToSignBefore, byte[] SigningKey) PrepareSignature() =>
    (
        $"{AWS4Signer.AWS4AlgorithmTag}\n{_signedAt}\n{Day(_signedAt)}/{_region}/{_service}/{AWS4Signer.Terminator}\n",
        AWS4Signer.ComposeSigningKey(_credentials.SecretKey, _region, Day(_signedAt), _service));

    private static string Day(string signedAt) => signedAt[..signedAt.IndexOf('T', StringComparison.Ordinal)];

    // S3's own rule: every byte but unreserved characters, and no slash. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    private static string Encode(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);

    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<char> hex)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            hex[2 * i] = HexDigits[bytes[i] >> 4];
            hex[(2 * i) + 1] = HexDigits[bytes[i] & 0xF];
        }
    }

    private static string ValueOf(string[] parameters, string name)
    {
        string pair = parameters.First(one => one.StartsWith(name + "=", StringComparison.Ordinal));
        return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
    }
}
