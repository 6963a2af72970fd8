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

    /// <summary>The URL was signed too long ago, or the signer's credentials have ended: a new one will do.</summary>
    public bool IsExpiredUrl =>
        Code is "ExpiredToken" or "RequestTimeTooSkewed"
        || (StatusCode == HttpStatusCode.Forbidden && Code is "AccessDenied" && Message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Something broke on the storage's side; what it does not implement now it will not in a second either.</summary>
    public bool IsServerFailure => StatusCode >= HttpStatusCode.InternalServerError && StatusCode != HttpStatusCode.NotImplemented;

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
        (string? code, string? message, string? requestId) = (null, null, null);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                (code, message, requestId) = await ParseAsync(body, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or HttpRequestException or OperationCanceledException)
        {
            // A cut-off, endless or foreign body.
        }

        requestId ??= response.Headers.NonValidated.TryGetValues("x-amz-request-id", out var ids) ? ids.ToString() : null;
        return new S3Error(response.StatusCode, Presentable(code), Presentable(message), Presentable(requestId), ReadRetryAfter(response, time));
    }

    public override string ToString()
    {
        string status = $"{(int)StatusCode} {Code ?? StatusCode.ToString()}";
        return string.IsNullOrWhiteSpace(Message) ? status : $"{status}: {Message}";
    }

    private static async Task<(string? Code, string? Message, string? RequestId)> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] text = new byte[MaxBodyLength];
        int length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        using var reader = XmlReader.Create(
            new MemoryStream(text, 0, length, writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });

        (string? code, string? message, string? requestId) = (null, null, null);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "Error" || !reader.Read())
        {
            return default;
        }

        // Only these: SignatureDoesNotMatch also carries the access key and the string to sign.
        while (reader.NodeType == XmlNodeType.Element)
        {
            switch (reader.LocalName)
            {
                case "Code": code = reader.ReadElementContentAsString(); break;
                case "Message": message = reader.ReadElementContentAsString(); break;
                case "RequestId": requestId = reader.ReadElementContentAsString(); break;
                default: reader.Skip(); break;
            }
        }

        return (code, message, requestId);
    }

    /// <summary>What may go into an exception and a log: a proxy or gateway can repeat the signed URL, or a whole page.</summary>
    private static string? Presentable(string? words)
    {
        string? clean = words is null ? null : SignedQuery().Replace(words, "$1…");
        return clean?.Length > MaxWordsLength ? $"{clean.AsSpan(0, MaxWordsLength)}…" : clean;
    }

    [GeneratedRegex("""(X-Amz-(?:Signature|Credential|Security-Token)=)[^\s&"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedQuery();

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
