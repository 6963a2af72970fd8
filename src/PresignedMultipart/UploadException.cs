using System.Net;

namespace PresignedMultipart;

/// <summary>
/// An upload failed for good. The message says what happened in the storage's own words; the properties carry what a support request
/// or a program needs. No signed URL, key or token is in any of them.
/// </summary>
public sealed class UploadException : Exception
{
    internal UploadException(string message, UploadTarget target, Exception? innerException = null)
        : base(message, innerException)
    {
        Bucket = target.Bucket;
        Key = target.Key;
    }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The upload's id; <see langword="null"/> when there was none, as with a single PUT.</summary>
    public string? UploadId { get; internal init; }

    /// <summary>The part that failed; <see langword="null"/> when it was not a part.</summary>
    public int? PartNumber { get; internal init; }

    /// <summary>The HTTP status; <see langword="null"/> when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The storage's own code, for example <c>AccessDenied</c>; <see langword="null"/> when it gave none.</summary>
    public string? ErrorCode { get; internal init; }

    /// <summary>The storage's id of the request, to give to its support.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; internal init; } = 1;

    /// <summary>What is known of the object.</summary>
    public UploadOutcome Outcome { get; internal init; }

    /// <summary>
    /// Whether the upload goes on where it stopped when it is called for again: it does with a journal
    /// (<see cref="MultipartUploadOptions.Journal"/>). An upload that was aborted cannot.
    /// </summary>
    public bool CanResume { get; internal set; }

    /// <summary>Whether parts may still lie in the storage and cost money, because the upload is kept to be resumed or could not be aborted.</summary>
    public bool LeftParts { get; internal set; }
}
