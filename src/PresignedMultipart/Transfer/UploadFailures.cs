using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Puts failures of one upload into words that name the object, the upload, the part and the storage's own reason.</summary>
internal sealed class UploadFailures(UploadTarget target, MultipartUpload? upload)
{
    /// <param name="part">The part, or the whole object of a single PUT.</param>
    /// <param name="attempts">How often it was sent.</param>
    /// <param name="error">What the storage said last.</param>
    /// <param name="cause">How the line broke last.</param>
    /// <param name="mayBeStored">Whether the storage can have taken any of the attempts: the last refusal may be due to an earlier success.</param>
    public UploadException OfPart(Part part, int attempts, S3Error? error, Exception? cause, bool mayBeStored) =>
        new(
            $"{Sending(part)} failed after {Count(attempts)}: {error?.ToString() ?? OfLine(cause!)}{Ids(error?.RequestId)}",
            target,
            cause)
        {
            UploadId = upload?.UploadId,
            PartNumber = upload is null ? null : part.Number,
            StatusCode = error?.StatusCode,
            ErrorCode = error?.Code,
            RequestId = error?.RequestId,
            Attempts = attempts,
            // A part makes no object yet; a single PUT does.
            Outcome = upload is null && mayBeStored ? UploadOutcome.Unknown : UploadOutcome.NotCompleted,
        };

    public UploadException OfProvider(string doing, PresignedUrlProviderException refusal, UploadOutcome outcome = UploadOutcome.NotCompleted, Part? part = null) =>
        new($"{doing} {target} failed: {refusal.Message}{Ids(refusal.RequestId)}", target, refusal)
        {
            UploadId = upload?.UploadId,
            PartNumber = upload is null ? null : part?.Number,
            StatusCode = refusal.StatusCode,
            ErrorCode = refusal.ErrorCode,
            RequestId = refusal.RequestId,
            Outcome = outcome,
        };

    public UploadException OfSource(Exception cause, Part? part = null, UploadOutcome outcome = UploadOutcome.NotCompleted) =>
        new($"Reading the source of {target} failed: {cause.Message}{Ids(null)}", target, cause)
        {
            UploadId = upload?.UploadId,
            PartNumber = upload is null ? null : part?.Number,
            Outcome = outcome,
        };

    /// <summary>Why a line broke. HttpClient itself says little more than that there is an inner exception.</summary>
    public static string OfLine(Exception broken)
    {
        string root = broken.GetBaseException().Message;
        return broken is HttpRequestException && !broken.Message.Contains(root, StringComparison.Ordinal) ? $"{broken.Message} ({root})" : broken.Message;
    }

    private string Sending(Part part) => upload is null ? $"Uploading {target}" : $"Uploading part {part.Number} of {target}";

    private string Ids(string? requestId)
    {
        string ids = string.Join(", ", new[] { upload is null ? null : $"upload id {upload.UploadId}", requestId is null ? null : $"request id {requestId}" }.Where(id => id is not null));
        return ids.Length > 0 ? $" ({ids})" : "";
    }

    private static string Count(int attempts) => attempts == 1 ? "1 attempt" : $"{attempts} attempts";
}
