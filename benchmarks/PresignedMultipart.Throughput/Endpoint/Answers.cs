using System.Globalization;
using System.Text;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>As much of S3 as an upload needs. No bytes are kept, and every part and every object is accepted.</summary>
internal static class Answers
{
    private const string Xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private const string ETag = "0123456789abcdef0123456789abcdef";

    public static byte[] Continue { get; } = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private static byte[] Stored { get; } = Answer("200 OK", "", $"ETag: \"{ETag}\"\r\n");

    private static byte[] Completed { get; } = Answer("200 OK", $"""
        <CompleteMultipartUploadResult {Xmlns}><Bucket>bucket</Bucket><Key>key</Key><ETag>"{ETag}-1"</ETag></CompleteMultipartUploadResult>
        """);

    private static byte[] Deleted { get; } = Answer("204 No Content", "");

    private static byte[] NoSuchUpload { get; } = Error("404 Not Found", "NoSuchUpload", "The upload was aborted or completed.");

    private static byte[] Unknown { get; } = Error("501 Not Implemented", "NotImplemented", "This endpoint only takes uploads.");

    public static byte[] SlowDown { get; } = Error("503 Slow Down", "SlowDown", "Please reduce your request rate.");

    public static byte[] To(RequestHead head, OpenUploads uploads)
    {
        string? upload = head.Parameter("uploadId");
        switch (head.Method)
        {
            case "PUT" when upload is not null && head.IsPart:
                uploads.Add(upload, int.Parse(head.Parameter("partNumber")!, CultureInfo.InvariantCulture), head.ContentLength);
                return Stored;
            case "PUT":
                return Stored;
            case "POST" when upload is not null:
                uploads.Close(upload);
                return Completed;
            case "POST" when head.Query.Contains("uploads", StringComparison.Ordinal):
                return Created(uploads.Create());
            case "DELETE" when upload is not null:
                uploads.Close(upload);
                return Deleted;
            case "GET" when upload is not null:
                return uploads.PartsOf(upload) is { } parts ? Listed(parts) : NoSuchUpload;
            default:
                return Unknown;
        }
    }

    private static byte[] Created(string upload) => Answer("200 OK", $"""
        <InitiateMultipartUploadResult {Xmlns}><Bucket>bucket</Bucket><Key>key</Key><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>
        """);

    // All on one page, although S3 has at most 1,000 there.
    private static byte[] Listed(IEnumerable<(int Number, long Length)> parts)
    {
        IEnumerable<string> listed = parts.Select(part => string.Create(
            CultureInfo.InvariantCulture, $"<Part><PartNumber>{part.Number}</PartNumber><ETag>\"{ETag}\"</ETag><Size>{part.Length}</Size></Part>"));
        return Answer("200 OK", $"<ListPartsResult {Xmlns}><IsTruncated>false</IsTruncated>{string.Concat(listed)}</ListPartsResult>");
    }

    private static byte[] Error(string status, string code, string message) =>
        Answer(status, $"<Error><Code>{code}</Code><Message>{message}</Message></Error>");

    private static byte[] Answer(string status, string body, string headers = "") => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nx-amz-request-id: sink\r\n{headers}Content-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
