using System.Net;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>
/// What a caller is told when the storage refused: its code and request id, never its words or ours, which name buckets and rights that
/// are none of the caller's business. The words go to the log.
/// </summary>
internal static class StorageRefusal
{
    public static BackendProblem Describe(PresignedUrlProviderException refusal) =>
        Describe(refusal.StatusCode, refusal.ErrorCode, refusal.RequestId, refusal.IsOutcomeUnknown, refusal.IsNoSuchUpload);

    public static BackendProblem Describe(HttpStatusCode? storageStatus, string? code, string? requestId, bool outcomeUnknown, bool noSuchUpload)
    {
        (int status, string detail) = noSuchUpload ? (StatusCodes.Status404NotFound, "The upload does not exist: it was aborted, or completed already.") : Explain(storageStatus, code);
        return new BackendProblem
        {
            Status = status,
            Title = Refusal.TitleOf(status),
            Detail = detail,
            Code = noSuchUpload ? Refusal.Codes.NoSuchUpload : code,
            RequestId = requestId,
            OutcomeUnknown = outcomeUnknown,
            NoSuchUpload = noSuchUpload,
        };
    }

    private static (int Status, string Detail) Explain(HttpStatusCode? storageStatus, string? code) => code switch
    {
        "InvalidPart" => (StatusCodes.Status400BadRequest, "A part that the completion names is not stored, or its ETag is another."),
        "InvalidPartOrder" => (StatusCodes.Status400BadRequest, "The parts are not in ascending order."),
        "EntityTooSmall" => (StatusCodes.Status400BadRequest, "A part other than the last is smaller than the storage takes: 5 MiB with S3."),
        "EntityTooLarge" => (StatusCodes.Status413PayloadTooLarge, "The object or a part is larger than the storage takes."),
        "BadDigest" or "InvalidDigest" => (StatusCodes.Status400BadRequest, "The checksum is not that of the bytes which the storage has."),
        "InvalidRequest" or "KeyTooLongError" or "MetadataTooLarge" or "InvalidTag" or "InvalidArgument" => (StatusCodes.Status400BadRequest, "The storage takes no such request."),
        "PreconditionFailed" => (StatusCodes.Status412PreconditionFailed, "An object stands under the key already."),
        "ConditionalRequestConflict" or "OperationAborted" => (StatusCodes.Status409Conflict, "Another upload of the same key got in the way. Create the upload anew."),
        "SlowDown" or "ServiceUnavailable" or "RequestLimitExceeded" => Busy,
        _ when storageStatus is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => Busy,
        _ => (StatusCodes.Status502BadGateway, storageStatus is null ? "The storage did not answer." : "The storage refused the server's call. Its operator finds the reason in the server's log."),
    };

    private static (int Status, string Detail) Busy => (StatusCodes.Status503ServiceUnavailable, "The storage asks to slow down. Try again later.");
}
