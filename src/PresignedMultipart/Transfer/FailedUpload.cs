using System.Net;

namespace PresignedMultipart.Transfer;

/// <summary>What is to become of an upload by how it failed.</summary>
internal static class FailedUpload
{
    /// <summary>
    /// Whether another run can do better. What the storage refused to complete for a reason of its own it will refuse again, but for parts,
    /// which a run compares with those that the storage lists; and a provider refuses a target that it does not take.
    /// </summary>
    public static bool IsWorthKeeping(Exception failure) => failure switch
    {
        ArgumentException => false,
        UploadException { Outcome: UploadOutcome.Damaged } => false,
        // A refusal without a code is of something in front of the storage.
        UploadException { PartNumber: null, Outcome: UploadOutcome.NotCompleted, StatusCode: { } status } refused =>
            refused.ErrorCode is null or "InvalidPart" || IsOfNoUpload(refused)
            || (int)status >= 500 || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        // Also what nobody expects, such as an uploader that is disposed because its program ends.
        _ => true,
    };

    /// <summary>Whether what the journal had is over, and the same bytes are to be uploaded anew.</summary>
    public static bool BeginsAnew(ResumePoint start, Exception failure) =>
        !start.IsNew && failure is UploadException lost && (start.IsVanished || IsOfNoUpload(lost));

    /// <summary>Whether the ticket is not good any more, and never will be; a back end says so by these codes, and to create the upload anew.</summary>
    public static bool IsOfTicket(UploadException failure) => failure.ErrorCode is "ExpiredTicket" or "InvalidTicket";

    private static bool IsOfNoUpload(UploadException failure) => failure.ErrorCode == "NoSuchUpload" || IsOfTicket(failure);
}
