namespace PresignedMultipart.Remote.Contracts;

/// <summary>
/// The upload id of a contract that has no tickets. Some back ends put one in its place, so an id longer than the storages' own is shown
/// shortened, in logs and exceptions, and sent whole.
/// </summary>
internal static class ForeignUploadId
{
    private const int LongestShown = 200;
    private const int Shown = 12;

    public static MultipartUpload Name(UploadTarget target, string uploadId) =>
        new(target, uploadId.Length <= LongestShown ? uploadId : uploadId[..Shown] + "…") { Ticket = uploadId };

    public static string Of(MultipartUpload upload) => upload.Ticket ?? upload.UploadId;
}
