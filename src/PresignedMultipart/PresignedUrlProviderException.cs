using System.Net;

namespace PresignedMultipart;

/// <summary>A provider, or the storage behind it, refused a call or did not answer.</summary>
public sealed class PresignedUrlProviderException : Exception
{
    /// <summary>Reports a refusal.</summary>
    /// <param name="message">What was refused and why, without a URL, key or token in it.</param>
    /// <param name="innerException">The cause.</param>
    public PresignedUrlProviderException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status; <see langword="null"/> when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The storage's own code, for example <c>NoSuchBucket</c>; <see langword="null"/> when it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The storage's id of the request, to give to its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait before the call is worth another try (<c>Retry-After</c>); <see langword="null"/> when nobody said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the storage may have carried the call out all the same: no answer came, or a 5xx other than 501. Of a completion it means
    /// that only a look at the object can tell.
    /// </summary>
    public bool IsOutcomeUnknown => StatusCode is null or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented);

    /// <summary>
    /// Whether the upload does not exist: it was aborted, or completed already. A 404 without a code is no word of a storage, but of something
    /// in front of it.
    /// </summary>
    public bool IsNoSuchUpload => ErrorCode == "NoSuchUpload" || (StatusCode == HttpStatusCode.NotFound && ErrorCode is not (null or "NoSuchBucket"));
}
