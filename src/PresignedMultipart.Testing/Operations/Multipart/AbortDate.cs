using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Tells when a lifecycle rule will abort an upload.</summary>
internal static class AbortDate
{
    public static void Write(S3Answer answer, MultipartUpload upload)
    {
        if (upload.Abort is { } abort)
        {
            answer.With("x-amz-abort-date", S3Time.ToHeader(abort.Date)).With("x-amz-abort-rule-id", abort.RuleId);
        }
    }
}
