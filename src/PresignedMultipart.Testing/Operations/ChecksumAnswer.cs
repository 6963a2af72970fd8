using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations;

/// <summary>Tells a client an object's checksum, in headers or in a document.</summary>
internal static class ChecksumAnswer
{
    public static void Write(S3Answer answer, ObjectChecksum? checksum)
    {
        if (checksum is not null)
        {
            answer.With(checksum.Algorithm.HeaderName, checksum.Value).With("x-amz-checksum-type", checksum.Type.ToName());
        }
    }

    public static void Write(S3XmlWriter xml, ObjectChecksum? checksum)
    {
        if (checksum is not null)
        {
            xml.Element(checksum.Algorithm.XmlName, checksum.Value);
            xml.Element("ChecksumType", checksum.Type.ToName());
        }
    }
}
