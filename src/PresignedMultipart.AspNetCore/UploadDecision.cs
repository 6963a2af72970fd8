using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.AspNetCore;

/// <summary>What a policy says to an upload.</summary>
public sealed class UploadDecision
{
    private UploadDecision()
    {
    }

    internal UploadTarget? Target { get; private init; }

    internal long MaxLength { get; private init; }

    internal string? Reason { get; private init; }

    internal int StatusCode { get; private init; }

    /// <summary>Allows it.</summary>
    /// <param name="target">
    /// The object that it will make. Derive the key from what you know of the caller, not from the caller's wish alone: otherwise one
    /// caller replaces another's object.
    /// </param>
    /// <param name="maxLength">The longest object in bytes that this caller may make there: 0 to 48.8 TiB. A longer one is refused, at the latest before it is completed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or beyond what S3 keeps.</exception>
    /// <exception cref="ArgumentException">The target is encrypted with a customer's key, which would have to be given to the caller.</exception>
    public static UploadDecision Allow(UploadTarget target, long maxLength)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, S3Limits.MaxObjectSize);
        return target.Encryption?.Kind == ServerSideEncryptionKind.CustomerKey
            ? throw new ArgumentException("A caller's upload cannot be encrypted with a customer's key (SSE-C), because the caller would have to send the key. Use SSE-S3 or SSE-KMS.", nameof(target))
            : new UploadDecision { Target = target, MaxLength = maxLength };
    }

    /// <summary>Refuses it.</summary>
    /// <param name="reason">A sentence that the caller is told.</param>
    /// <param name="statusCode">The HTTP status, 400 to 499: 403 by default; 415 for a type that is not wanted, 413 for too large an object, 429 for too many.</param>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is not one of a refusal.</exception>
    public static UploadDecision Refuse(string reason, int statusCode = StatusCodes.Status403Forbidden)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 499);
        return new UploadDecision { Reason = reason, StatusCode = statusCode };
    }
}
