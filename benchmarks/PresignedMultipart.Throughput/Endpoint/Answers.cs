using System.Globalization;
using System.Text;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>As much of S3 as an upload needs. Nothing is kept, so every upload exists and every object is accepted.</summary>
internal static class Answers
{
    private const string Xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private const string ETag = "0123456789abcdef0123456789abcdef";

    public static byte[] Continue { get; } = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private static byte[] Stored { get; } = Answer("200 OK", "", $"ETag: \"{ETag}\"\r\n");

    private static byte[] Created { get; } = Answer("200 OK", $"""
        <InitiateMultipartUploadResult {Xmlns}><Bucket>bucket</Bucket><Key>key</Key><UploadId>upload</UploadId></InitiateMultipartUploadResult>
        """);

    private static byte[] Completed { get; } = Answer("200 OK", $"""
        <CompleteMultipartUploadResult {Xmlns}><Bucket>bucket</Bucket><Key>key</Key><ETag>"{ETag}-1"</ETag></CompleteMultipartUploadResult>
        """);

    private static byte[] Deleted { get; } = Answer("204 No Content", "");

    private static byte[] NoSuchUpload { get; } = Error("404 Not Found", "NoSuchUpload", "The upload was aborted or completed.");

    private static byte[] Unknown { get; } = Error("501 Not Implemented", "NotImplemented", "This endpoint only takes uploads.");

    public static byte[] SlowDown { get; } = Error("503 Slow Down", "SlowDown", "Please reduce your request rate.");

    public static byte[] To(RequestHead head)
    {
        bool ofUpload = head.Query.Contains("uploadId=", StringComparison.Ordinal);
        return head.Method switch
        {
            "PUT" => Stored,
            "POST" when ofUpload => Completed,
            "POST" when head.Query.Contains("uploads", StringComparison.Ordinal) => Created,
            "DELETE" => Deleted,
            "GET" when ofUpload => NoSuchUpload,
            _ => Unknown,
        };
    }

    private static byte[] Error(string status, string code, string message) =>
        Answer(status, $"<Error><Code>{code}</Code><Message>{message}</Message></Error>");

    private static byte[] Answer(string status, string body, string headers = "") => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nx-amz-request-id: sink\r\n{headers}Content-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
