using System.Xml.Linq;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Reads the list of parts that a completion sends.</summary>
internal static class CompletionList
{
    /// <exception cref="S3Error">The document is not such a list, the list is empty, or its numbers do not rise.</exception>
    public static IReadOnlyList<CompletionPart> Parse(byte[] document, string uploadId)
    {
        if (document.Length == 0)
        {
            // An empty list is MalformedXML, but no list at all is not.
            throw S3Errors.InvalidRequest("You must specify at least one part");
        }

        List<CompletionPart> parts = [.. S3XmlDocument.Parse(document, "CompleteMultipartUpload").Children("Part").Select(ReadPart)];
        if (parts.Count == 0)
        {
            throw S3Errors.MalformedXml();
        }

        for (int i = 1; i < parts.Count; i++)
        {
            if (parts[i].Number <= parts[i - 1].Number)
            {
                throw S3Errors.InvalidPartOrder(uploadId);
            }
        }

        return parts;
    }

    private static CompletionPart ReadPart(XElement part)
    {
        var checksums = new Dictionary<ChecksumAlgorithm, string>();
        foreach (ChecksumAlgorithm algorithm in ChecksumAlgorithm.All)
        {
            if (part.Text(algorithm.XmlName) is { } value)
            {
                checksums.Add(algorithm, value.Trim());
            }
        }

        return new CompletionPart(part.RequiredNumber("PartNumber"), part.RequiredText("ETag").Trim(), checksums);
    }
}
