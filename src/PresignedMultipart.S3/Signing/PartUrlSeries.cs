using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Signs the parts of one upload after the model of a first one, which the SDK signed: their requests differ in part number, length and
/// time alone. The SDK's own way works out endpoint, region and query for every URL anew, which allocates 73 KB and takes 200 µs a part;
/// this takes 6 KB and 15 µs. Key derivation and signature are the SDK's in both.
/// </summary>
internal sealed class PartUrlSeries
{
    private const string PartNumber = "partNumber=";
    private const string Signature = "X-Amz-Signature=";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyyMMdd";

    private readonly ImmutableCredentials _credentials;
    private readonly string _resource;
    private readonly string _path;
    private readonly string _host;
    private readonly string _queryBefore;
    private readonly string _queryAfter;
    private readonly string _signedHeaders;
    private readonly string _region;
    private readonly string _service;
    private readonly DateTime _signedAt;

    private PartUrlSeries(PresignedUrl model, string endpoint, ImmutableCredentials credentials)
    {
        Endpoint = endpoint;
        _credentials = credentials;
        string url = model.Uri.OriginalString;
        int query = url.IndexOf('?', StringComparison.Ordinal);
        int host = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        int path = url.IndexOf('/', host);
        (_resource, _host, _path) = (url[..query], url[host..path], url[path..query]);

        // The canonical query: sorted by name, without the signature.
        string[] parameters = [.. url[(query + 1)..].Split('&').Where(one => !one.StartsWith(Signature, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        int number = Array.FindIndex(parameters, one => one.StartsWith(PartNumber, StringComparison.Ordinal));
        _queryBefore = string.Concat(parameters[..number].Select(one => one + "&")) + PartNumber;
        _queryAfter = string.Concat(parameters[(number + 1)..].Select(one => "&" + one));

        _signedHeaders = ValueOf(parameters, "X-Amz-SignedHeaders");
        _signedAt = DateTime.ParseExact(ValueOf(parameters, "X-Amz-Date"), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        string[] scope = ValueOf(parameters, "X-Amz-Credential").Split('/');
        (_region, _service) = (scope[^3], scope[^2]);
    }

    private PartUrlSeries(PartUrlSeries earlier, DateTime signedAt)
    {
        (Endpoint, _credentials, _resource, _host, _path) = (earlier.Endpoint, earlier._credentials, earlier._resource, earlier._host, earlier._path);
        (_queryAfter, _signedHeaders, _region, _service) = (earlier._queryAfter, earlier._signedHeaders, earlier._region, earlier._service);
        _signedAt = signedAt;

        // Both stand before the part number: upper case sorts first. The day is a segment of the credential's scope.
        _queryBefore = earlier._queryBefore
            .Replace($"X-Amz-Date={Format(earlier._signedAt, DateFormat)}", $"X-Amz-Date={Format(signedAt, DateFormat)}", StringComparison.Ordinal)
            .Replace($"%2F{Format(earlier._signedAt, DayFormat)}%2F", $"%2F{Format(signedAt, DayFormat)}%2F", StringComparison.Ordinal);
    }

    /// <summary>The endpoint whose clock the SDK keeps account of.</summary>
    public string Endpoint { get; }

    /// <summary>
    /// Learns from a URL that the SDK signed; <see langword="null"/> when signing the same part again does not give the very same URL,
    /// as with credentials that changed in between, or a client that signs in a way of its own.
    /// </summary>
    public static PartUrlSeries? Learn(PresignedUrl model, PartToSign part, string endpoint, ImmutableCredentials credentials)
    {
        var series = new PartUrlSeries(model, endpoint, credentials);
        string signature = Signature + series.SignatureOf(series.QueryOf(part), model.Headers);
        return model.Uri.OriginalString.Contains(signature, StringComparison.Ordinal) ? series : null;
    }

    /// <summary>Whether these are the credentials that the series signs with.</summary>
    public bool SignsWith(ImmutableCredentials credentials) =>
        (credentials.AccessKey, credentials.SecretKey, credentials.Token) == (_credentials.AccessKey, _credentials.SecretKey, _credentials.Token);

    /// <summary>The same series at another time.</summary>
    public PartUrlSeries At(DateTime signedAt) => new(this, signedAt);

    /// <summary>Signs a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="headers">The headers to be signed and sent: of the same names as the model's.</param>
    public PresignedUrl Sign(PartToSign part, IReadOnlyDictionary<string, string> headers)
    {
        string query = QueryOf(part);
        return new PresignedUrl($"{_resource}?{query}&{Signature}{SignatureOf(query, headers)}", headers);
    }

    private string QueryOf(PartToSign part) => string.Create(CultureInfo.InvariantCulture, $"{_queryBefore}{part.PartNumber}{_queryAfter}");

    private string SignatureOf(string query, IReadOnlyDictionary<string, string> headers)
    {
        // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
        var canonicalRequest = new StringBuilder("PUT\n").Append(_path).Append('\n').Append(query).Append('\n');
        foreach (string name in _signedHeaders.Split(';'))
        {
            canonicalRequest.Append(name).Append(':').Append(name == "host" ? _host : headers[name]).Append('\n');
        }

        canonicalRequest.Append('\n').Append(_signedHeaders).Append('\n').Append(AWS4Signer.UnsignedPayload);
        return AWS4Signer.ComputeSignature(_credentials, _region, _signedAt, _service, _signedHeaders, canonicalRequest.ToString()).Signature;
    }

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string ValueOf(string[] parameters, string name)
    {
        string pair = parameters.First(one => one.StartsWith(name + "=", StringComparison.Ordinal));
        return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
    }
}
