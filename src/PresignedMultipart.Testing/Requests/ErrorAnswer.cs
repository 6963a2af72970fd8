using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Puts an error into an answer.</summary>
internal static class ErrorAnswer
{
    public static S3Answer From(S3Error error, string resource, string requestId, string hostId, bool closesConnection = false)
    {
        byte[] document = S3XmlWriter.Write("Error", xml =>
        {
            xml.Element("Code", error.Code);
            xml.Element("Message", error.Message);
            foreach ((string name, string value) in error.Details)
            {
                xml.Element(name, value);
            }

            xml.Element("Resource", resource);
            xml.Element("RequestId", requestId);
            xml.Element("HostId", hostId);
        }, withNamespace: false);
        var answer = new S3Answer(error.Status)
        {
            Content = document,
            ContentType = "application/xml",
            ErrorCode = error.Code,
            ClosesConnection = closesConnection,
        };
        foreach ((string name, string value) in error.Headers)
        {
            answer.With(name, value);
        }

        return answer;
    }
}
