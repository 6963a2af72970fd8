using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Puts failures of one upload into words that name the object, the upload, the part and the storage's own reason.</summary>
internal sealed class UploadFailures(UploadTarget target, MultipartUpload? upload)
{
    private const int MaxNames = 3;

    private UploadOutcome _outcome = UploadOutcome.NotCompleted;

    /// <summary>Keeps what may stand after an attempt that failed, for whatever ends the upload then. A part makes no object yet; a single PUT does.</summary>
    public void Follow(Attempt failed)
    {
        if (upload is null)
        {
            _outcome = failed.OutcomeAfter(_outcome);
        }
    }

    /// <param name="part">The part, or the whole object of a single PUT.</param>
    /// <param name="tries">What it has cost.</param>
    /// <param name="last">How the last attempt ended.</param>
    public UploadException OfPart(Part part, PartTries tries, Attempt last) =>
        new(
            $"{(last.SignerFailure is null ? Sending(part) : Signing(part))} failed after {Count(tries.Made)}: {WithAdvice(last.Reason, Advice(part, tries, last))}{Ids(last.Error?.RequestId ?? last.SignerFailure?.RequestId)}",
            target,
            last.LineFailure ?? last.SignerFailure)
        {
            UploadId = upload?.UploadId,
            PartNumber = upload is null ? null : part.Number,
            StatusCode = last.Error?.StatusCode ?? last.SignerFailure?.StatusCode,
            ErrorCode = last.Error?.Code ?? last.SignerFailure?.ErrorCode,
            RequestId = last.Error?.RequestId ?? last.SignerFailure?.RequestId,
            Attempts = tries.Made,
            Outcome = _outcome,
        };

    /// <summary>The storage has made the object, of other bytes than were sent.</summary>
    public UploadException OfDamage(Checksum sent, Checksum stored) =>
        new(
            $"{target} was completed, but the storage's {stored.Algorithm} of it is {stored.Value}, and that of the bytes sent is {sent.Value}. " +
            $"Delete the object, or upload it again.{Ids(null)}",
            target)
        {
            UploadId = upload?.UploadId,
            Outcome = UploadOutcome.Damaged,
        };

    public UploadException OfProvider(string doing, PresignedUrlProviderException refusal, UploadOutcome? outcome = null) =>
        new($"{doing} {target} failed: {refusal.Message}{Ids(refusal.RequestId)}", target, refusal)
        {
            UploadId = upload?.UploadId,
            StatusCode = refusal.StatusCode,
            ErrorCode = refusal.ErrorCode,
            RequestId = refusal.RequestId,
            Outcome = outcome ?? _outcome,
        };

    public UploadException OfSource(Exception cause, Part? part = null, UploadOutcome? outcome = null) =>
        new($"Reading the source of {target} failed: {cause.Message}{Ids(null)}", target, cause)
        {
            UploadId = upload?.UploadId,
            PartNumber = upload is null ? null : part?.Number,
            Outcome = outcome ?? _outcome,
        };

    /// <summary>The caller cancelled and is told so, and what is more, that the upload could not be aborted.</summary>
    public OperationCanceledException OfRemains(CancellationToken cancellationToken)
    {
        var remains = new UploadException($"The upload of {target} was cancelled but could not be aborted: its parts may still lie in the storage and cost money. Sweep them.{Ids(null)}", target)
        {
            UploadId = upload?.UploadId,
            Outcome = UploadOutcome.Unknown,
            LeftParts = true,
        };
        return new OperationCanceledException(remains.Message, remains, cancellationToken);
    }

    /// <summary>The same of a batch: one inner exception for each upload that could not be aborted.</summary>
    public static OperationCanceledException OfRemains(IReadOnlyList<UploadException> left, CancellationToken cancellationToken)
    {
        string names = string.Join(", ", left.Take(MaxNames).Select(one => $"s3://{one.Bucket}/{one.Key} (upload id {one.UploadId})"));
        string more = left.Count > MaxNames ? $" and {left.Count - MaxNames} more" : "";
        return new OperationCanceledException(
            $"The uploads were cancelled but could not all be aborted: parts may still lie in the storage and cost money, of {names}{more}. Sweep them.",
            new AggregateException(left),
            cancellationToken);
    }

    /// <summary>Why a line broke. HttpClient itself says little more than that there is an inner exception.</summary>
    public static string OfLine(Exception broken)
    {
        string root = broken.GetBaseException().Message;
        return broken is HttpRequestException && !broken.Message.Contains(root, StringComparison.Ordinal) ? $"{broken.Message} ({root})" : broken.Message;
    }

    private static string? Advice(Part part, PartTries tries, Attempt last)
    {
        string? advice = last.Error is { } error ? new RefusalAdvice(error, last.Url!, part.Length).Words
            : last.LineFailure is { } broken ? LineAdvice.For(broken)
            : null;
        return tries.Outage is { } outage
            ? $"The storage has not answered for {outage.TotalSeconds:0} s, more than {nameof(MultipartUploadOptions.OutageTimeout)} allows.{(advice is null ? "" : $" {advice}")}"
            : advice;
    }

    private static string WithAdvice(string reason, string? advice) =>
        advice is null ? reason : $"{reason}{(reason[^1] is '.' or '!' or '?' ? "" : ".")} {advice}";

    private string Signing(Part part) => upload is null ? $"Signing the URL of {target}" : $"Signing part {part.Number} of {target}";

    private string Sending(Part part) => upload is null ? $"Uploading {target}" : $"Uploading part {part.Number} of {target}";

    private string Ids(string? requestId)
    {
        string ids = string.Join(", ", new[] { upload is null ? null : $"upload id {upload.UploadId}", requestId is null ? null : $"request id {requestId}" }.Where(id => id is not null));
        return ids.Length > 0 ? $" ({ids})" : "";
    }

    private static string Count(int attempts) => attempts == 1 ? "1 attempt" : $"{attempts} attempts";
}
