using System.Net;
using System.Security.Authentication;

namespace PresignedMultipart.Transfer;

/// <summary>How one attempt at a part ended: with a receipt, with the storage's refusal, with a broken line, or with other bytes stored than were sent.</summary>
internal sealed class Attempt
{
    public PartReceipt? Receipt { get; init; }

    public S3Error? Error { get; init; }

    public Exception? LineFailure { get; init; }

    /// <summary>The two sums that differ, in words.</summary>
    public string? Damage { get; init; }

    /// <summary>
    /// What stands under the key of a single PUT after this attempt failed. The storage also stores the bytes when only its answer is lost;
    /// a refusal leaves what an earlier attempt has made.
    /// </summary>
    public UploadOutcome OutcomeAfter(UploadOutcome earlier) =>
        Damage is not null ? UploadOutcome.Damaged
        : IsUnsent ? earlier
        : Error is null || Error.IsServerFailure || Error.StatusCode < HttpStatusCode.MultipleChoices ? UploadOutcome.Unknown
        : earlier;

    /// <summary>Whether the bytes were damaged on the way, by the sums of both ends. Waiting would not help.</summary>
    public bool IsDamaged => Damage is not null || Error?.IsDigestMismatch == true;

    // A certificate that is not trusted now will not be trusted in a second.
    public bool IsTransient =>
        Damage is not null
        || (Error is null ? LineFailure!.GetBaseException() is not AuthenticationException : PartRetry.IsTransient(Error));

    // Without a connection there was nothing to send it on.
    private bool IsUnsent => LineFailure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    public string Reason => Damage ?? Error?.ToString() ?? UploadFailures.OfLine(LineFailure!);
}
