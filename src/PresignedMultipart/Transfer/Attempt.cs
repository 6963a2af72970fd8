using System.Net;

namespace PresignedMultipart.Transfer;

/// <summary>
/// How one attempt at a part ended: with a receipt, with the storage's refusal, with a broken line, with other bytes stored than were
/// sent, or without a URL to send them to.
/// </summary>
internal sealed record Attempt
{
    public PartReceipt? Receipt { get; init; }

    public S3Error? Error { get; init; }

    public Exception? LineFailure { get; init; }

    /// <summary>Why there was no URL.</summary>
    public PresignedUrlProviderException? SignerFailure { get; init; }

    /// <summary>The two sums that differ, in words.</summary>
    public string? Damage { get; init; }

    /// <summary>When the storage answered, by its own clock; <see langword="null"/> when it did not, or did not say.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What it was sent to; <see langword="null"/> when the signer failed.</summary>
    public PresignedUrl? Url { get; init; }

    /// <summary>Whether the part was summed before its URL was signed.</summary>
    public bool IsSummed { get; init; }

    /// <summary>Whether it sent no bytes: their sum is the right one then.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Nobody who has to do with the storage answered: a broken line, or a gateway that has nothing behind it.</summary>
    public bool IsUnanswered => LineFailure is not null || Error is { IsForeign: true, IsServerFailure: true } || SignerFailure is { StatusCode: null };

    /// <summary>Nobody was there: no connection, no sign of life on it, or a gateway that has nothing behind it. Who breaks a line was there.</summary>
    public bool IsOfOutage => LineFailure is null ? IsUnanswered
        : LineFailure is TimeoutException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>How long to wait at least before the next one.</summary>
    public TimeSpan? RetryAfter => Error?.RetryAfter ?? SignerFailure?.RetryAfter;

    /// <summary>
    /// What stands under the key of a single PUT after this attempt failed. The storage also stores the bytes when only its answer is lost;
    /// a refusal leaves what an earlier attempt has made.
    /// </summary>
    public UploadOutcome OutcomeAfter(UploadOutcome earlier) =>
        SignerFailure is not null ? earlier
        : Damage is not null ? UploadOutcome.Damaged
        : IsUnsent ? earlier
        : Error is null || Error is { IsServerFailure: true, IsTurnedAway: false } || Error.StatusCode < HttpStatusCode.MultipleChoices ? UploadOutcome.Unknown
        : earlier;

    /// <summary>Whether the bytes were damaged on the way, by the sums of both ends. Waiting would not help.</summary>
    public bool IsDamaged => Damage is not null || Error?.IsDigestMismatch == true;

    public bool IsTransient =>
        Damage is not null
        || (SignerFailure is not null ? PartRetry.IsTransient(SignerFailure)
            : Error is null ? PartRetry.IsTransient(LineFailure!)
            : PartRetry.IsTransient(Error) && !IsBoundToNothing);

    // Without a connection there was nothing to send it on.
    private bool IsUnsent => LineFailure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    // However often it is sent, it will not have the sum of no bytes.
    private bool IsBoundToNothing => !IsEmpty && Error!.IsDigestMismatch && Url is not null && new UrlSignature(Url).EmptyBodySum is not null;

    public string Reason => Damage ?? Error?.ToString() ?? SignerFailure?.Message ?? UploadFailures.OfLine(LineFailure!);
}
