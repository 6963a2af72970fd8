using System.Net;
using System.Text.RegularExpressions;
using System.Xml;

namespace PresignedMultipart.Transfer;

/// <summary>What the storage said when it refused a PUT: its code, its words, and the id of the request.</summary>
internal sealed partial record S3Error(HttpStatusCode StatusCode, string? Code, string? Message, string? RequestId, TimeSpan? RetryAfter)
{
    // S3's errors are well under 4 KiB; a gateway's page of HTML is not worth reading on.
    private const int MaxBodyLength = 64 * 1024;
    private const int MaxWordsLength = 1024;

    // Only these: SignatureDoesNotMatch also carries the access key and the string to sign.
    private static readonly string[] Elements = ["Code", "Message", "RequestId", "HeadersNotSigned", "Region", "Endpoint", "Header", "ArgumentName", "MinSizeAllowed", "MaxSizeAllowed"];

    /// <summary>What S3 adds to some errors, by the element's name, such as the region in which a bucket really is.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was answered, by the clock of who did; in whole seconds.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether the answer is no error of S3's, but a page of something in front of it.</summary>
    public bool IsForeign { get; init; }

    /// <summary>What the one who answered calls itself (<c>Server</c>).</summary>
    public string? Server { get; init; }

    /// <summary>The URL was signed too long ago, or the signer's credentials have ended: a new one will do.</summary>
    public bool IsExpiredUrl =>
        Code is "ExpiredToken" or "RequestTimeTooSkewed"
        || (StatusCode == HttpStatusCode.Forbidden && Code is "AccessDenied" && Message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Something broke on the storage's side; what it does not implement now it will not in a second either.</summary>
    public bool IsServerFailure => StatusCode >= HttpStatusCode.InternalServerError && StatusCode != HttpStatusCode.NotImplemented;

    /// <summary>
    /// The storage turned the request away before it looked at it, and did nothing. Not so 503 <c>ServiceUnavailable</c>: OpenStack Swift
    /// answers that too when too few of its servers stored an object, and it may come to stand by those that did.
    /// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"/>.
    /// </summary>
    public bool IsTurnedAway => StatusCode == HttpStatusCode.ServiceUnavailable && Code == "SlowDown";

    /// <summary>The bytes did not have the sum that was signed for them. The second code is MinIO's.</summary>
    public bool IsDigestMismatch => Code is "BadDigest" or "XAmzContentChecksumMismatch";

    /// <summary>The storage takes no part without a sum, as with object lock. There is no code of its own for it.</summary>
    public bool WantsChecksum =>
        StatusCode == HttpStatusCode.BadRequest
        && (Code is "InvalidRequest" or "InvalidArgument")
        && Message is { } words
        && (words.Contains("checksum", StringComparison.OrdinalIgnoreCase) || words.Contains("Content-MD5", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the error's body. When that is cut short, by the token too, the status has to do: it says enough to know whether to retry.</summary>
    public static async Task<S3Error> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        Dictionary<string, string> details = [];
        bool foreign = false;
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                foreign = !await TryParseAsync(body, details, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or HttpRequestException or OperationCanceledException)
        {
            // A cut-off or endless body.
        }

        if (Header(response, "x-amz-bucket-region") is { } region)
        {
            details["Region"] = region;
        }

        return new S3Error(
            response.StatusCode,
            details.GetValueOrDefault("Code"),
            details.GetValueOrDefault("Message"),
            details.GetValueOrDefault("RequestId") ?? Header(response, "x-amz-request-id"),
            ReadRetryAfter(response, time))
        {
            Details = details,
            AnsweredAt = response.Headers.Date,
            IsForeign = foreign,
            Server = Header(response, "Server"),
        };
    }

    public override string ToString()
    {
        string status = $"{(int)StatusCode} {Code ?? StatusCode.ToString()}";
        return string.IsNullOrWhiteSpace(Message) ? status : $"{status}: {Message}";
    }

    /// <returns>Whether it is an error of S3's, or nothing at all.</returns>
    private static async Task<bool> TryParseAsync(Stream body, Dictionary<string, string> details, CancellationToken cancellationToken)
    {
        byte[] text = new byte[MaxBodyLength];
        int length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        using var reader = XmlReader.Create(
            new MemoryStream(text, 0, length, writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        if (length == 0 || !IsError(reader) || !reader.Read())
        {
            return length == 0;
        }

        while (reader.NodeType == XmlNodeType.Element)
        {
            string name = reader.LocalName;
            if (Elements.Contains(name))
            {
                details[name] = Presentable(reader.ReadElementContentAsString());
            }
            else
            {
                reader.Skip();
            }
        }

        return true;
    }

    private static bool IsError(XmlReader reader)
    {
        try
        {
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == "Error";
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? Presentable(values.ToString()) : null;

    /// <summary>What may go into an exception and a log: a proxy or gateway can repeat the signed URL, or a whole page.</summary>
    private static string Presentable(string words)
    {
        string clean = SignedQuery().Replace(words, "$1…");
        return clean.Length > MaxWordsLength ? $"{clean.AsSpan(0, MaxWordsLength)}…" : clean;
    }

    [GeneratedRegex("""((?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature)=)[^\s&"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedQuery();

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
