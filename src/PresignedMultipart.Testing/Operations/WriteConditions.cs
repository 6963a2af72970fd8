using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>Reads If-Match and If-None-Match of a write.</summary>
internal static class WriteConditions
{
    /// <exception cref="S3Error">If-None-Match is something else than <c>*</c>.</exception>
    public static WriteCondition Read(S3Call call)
    {
        string? ifNoneMatch = call.Header("If-None-Match");
        if (ifNoneMatch is not (null or "*"))
        {
            throw S3Errors.HeaderNotImplemented("If-None-Match");
        }

        return new WriteCondition(call.Header("If-Match"), ifNoneMatch is not null);
    }
}
