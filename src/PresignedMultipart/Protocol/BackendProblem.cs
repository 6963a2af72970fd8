namespace PresignedMultipart.Protocol;

/// <summary>
/// A refusal as <c>application/problem+json</c>: the members of RFC 9457 and four of ours. No member repeats a URL, a key or a ticket.
/// Source: <see href="https://www.rfc-editor.org/rfc/rfc9457"/>.
/// </summary>
public sealed class BackendProblem
{
    /// <summary>A URI that names the kind of problem; absent means <c>about:blank</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in a few words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What went wrong and what to do, in a sentence for people.</summary>
    public string? Detail { get; init; }

    /// <summary>The code of S3, for example <c>NoSuchBucket</c>, or the back end's own.</summary>
    public string? Code { get; init; }

    /// <summary>The storage's id of the request, or the back end's.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the storage may have carried the call out all the same.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>Whether the upload does not exist: it was aborted, or completed already.</summary>
    public bool NoSuchUpload { get; init; }
}
