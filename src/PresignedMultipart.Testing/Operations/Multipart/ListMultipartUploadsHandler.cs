using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class ListMultipartUploadsHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        QueryParameters query = call.Query;
        string prefix = query["prefix"] ?? "";
        string? delimiter = query["delimiter"];
        int pageSize = query.ReadPageSize("max-uploads");
        Func<string, string> write = query.ReadKeyWriter();
        List<MultipartUpload> fitting = [.. bucket.ListUploads(call.Now).Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal))];

        // Groups are few next to uploads, and so all of them come with the first page.
        string[] groups = query["key-marker"] is { Length: > 0 }
            ? []
            : [.. fitting.Select(u => ListQuery.CommonPrefixOf(u.Key, prefix, delimiter)).OfType<string>().Distinct()];
        List<MultipartUpload> rest = AfterMarker(
            [.. fitting.Where(u => ListQuery.CommonPrefixOf(u.Key, prefix, delimiter) is null)], query["key-marker"], query["upload-id-marker"]);
        List<MultipartUpload> page = [.. rest.Take(pageSize)];
        bool truncated = rest.Count > page.Count && page.Count > 0;

        return new(S3Answer.Xml(S3XmlWriter.Write("ListMultipartUploadsResult", xml =>
        {
            xml.Element("Bucket", bucket.Name);
            xml.Element("KeyMarker", write(query["key-marker"] ?? ""));
            xml.Element("UploadIdMarker", query["upload-id-marker"] ?? "");
            xml.Element("NextKeyMarker", truncated ? write(page[^1].Key) : null);
            xml.Element("NextUploadIdMarker", truncated ? page[^1].UploadId : null);
            xml.Element("Prefix", write(prefix));
            xml.Element("Delimiter", delimiter is null ? null : write(delimiter));
            xml.Element("EncodingType", query["encoding-type"]);
            xml.Element("MaxUploads", pageSize);
            xml.Element("IsTruncated", truncated);
            foreach (MultipartUpload upload in page)
            {
                xml.Element("Upload", () => WriteUpload(xml, upload, bucket.Owner, write));
            }

            foreach (string group in groups)
            {
                xml.Element("CommonPrefixes", () => xml.Element("Prefix", write(group)));
            }
        })));
    }

    private static void WriteUpload(S3XmlWriter xml, MultipartUpload upload, string owner, Func<string, string> write)
    {
        xml.Element("Key", write(upload.Key));
        xml.Element("UploadId", upload.UploadId);
        xml.Element("Initiator", () => xml.Element("ID", owner));
        xml.Element("Owner", () => xml.Element("ID", owner));
        xml.Element("StorageClass", upload.Attributes.StorageClass);
        xml.Element("Initiated", S3Time.ToMilliseconds(upload.InitiatedAt));
        if (upload.Checksum is { IsExplicit: true } checksum)
        {
            xml.Element("ChecksumAlgorithm", checksum.Algorithm.Name);
            xml.Element("ChecksumType", checksum.Type.ToName());
        }
    }

    /// <summary>
    /// With an upload id the list goes on behind that upload of the key; without, behind the key. An upload that has ended meanwhile is no landmark
    /// any more, and then the list goes on with the key's first.
    /// </summary>
    private static List<MultipartUpload> AfterMarker(List<MultipartUpload> uploads, string? key, string? uploadId)
    {
        if (string.IsNullOrEmpty(key))
        {
            return uploads;
        }

        int landmark = string.IsNullOrEmpty(uploadId) ? -1 : uploads.FindIndex(u => u.Key == key && u.UploadId == uploadId);
        if (landmark >= 0)
        {
            return uploads[(landmark + 1)..];
        }

        int least = string.IsNullOrEmpty(uploadId) ? 1 : 0;
        return [.. uploads.Where(u => KeyOrder.Instance.Compare(u.Key, key) >= least)];
    }
}
