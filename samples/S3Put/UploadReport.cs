using System.Globalization;
using PresignedMultipart;

namespace S3Put;

/// <summary>What is said of uploads: of one that stands, and of one that waits.</summary>
internal static class UploadReport
{
    public static void Print(UploadResult result)
    {
        long sent = result.Length - result.BytesResumed;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"s3://{result.Bucket}/{result.Key}  {result.Length} bytes  {result.PartCount} part(s)  {result.Elapsed.TotalSeconds:0.00} s  {sent / 1e6 / result.Elapsed.TotalSeconds:0} MB/s{(result.BytesResumed > 0 ? $"  {result.BytesResumed} bytes were there" : "")}"));
        if (result.Checksum is { } checksum)
        {
            Console.WriteLine($"{checksum.Algorithm} {checksum.Value} {Confirmation(result.ChecksumConfirmation)}");
        }
    }

    /// <summary>How far it is, when it was begun, and of which file.</summary>
    public static string Line(JournaledUpload upload) => upload.IsAbandoned
        ? $"{upload.Target}  given up, waits for `s3put sweep`  begun {Age.Since(upload.StartedAt)}"
        : $"{upload.Target}  {Progress(upload)}  begun {Age.Since(upload.StartedAt)}{(upload.Path is { } path ? $"  {path}" : "")}";

    public static string Progress(JournaledUpload upload) => upload.Length is { } length
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * upload.BytesAcknowledged / Math.Max(1, length)} %  {upload.BytesAcknowledged / 1e6:0} of {length / 1e6:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{upload.BytesAcknowledged / 1e6:0} MB");

    private static string Confirmation(ChecksumConfirmation confirmation) => confirmation switch
    {
        ChecksumConfirmation.WholeObject => "confirmed by the store for the whole object",
        ChecksumConfirmation.EachPart => "confirmed by the store for each part",
        ChecksumConfirmation.PartsAccepted => "sent with the bytes; the store accepted them",
        _ => "not confirmed: the store answered no checksum",
    };
}
