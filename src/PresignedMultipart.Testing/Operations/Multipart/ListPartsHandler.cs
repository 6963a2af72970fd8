using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class ListPartsHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        MultipartUpload upload = bucket.GetUpload(call.Key, call.Query["uploadId"]!, call.Now);
        int marker = call.Query.ReadNumber("part-number-marker") ?? 0;
        int pageSize = call.Query.ReadPageSize("max-parts");
        List<StoredPart> rest = [.. bucket.ListParts(upload).Where(p => p.Number > marker)];
        List<StoredPart> page = [.. rest.Take(pageSize)];
        ChecksumDeclaration? checksum = upload.Checksum is { IsExplicit: true } ? upload.Checksum : null;

        S3Answer answer = S3Answer.Xml(S3XmlWriter.Write("ListPartsResult", xml =>
        {
            xml.Element("Bucket", bucket.Name);
            xml.Element("Key", call.Query.ReadKeyWriter()(upload.Key));
            xml.Element("UploadId", upload.UploadId);
            xml.Element("Initiator", () => xml.Element("ID", bucket.Owner));
            xml.Element("Owner", () => xml.Element("ID", bucket.Owner));
            xml.Element("StorageClass", upload.Attributes.StorageClass);
            xml.Element("PartNumberMarker", marker);
            xml.Element("NextPartNumberMarker", page.Count > 0 ? page[^1].Number : 0);
            xml.Element("MaxParts", pageSize);
            xml.Element("IsTruncated", rest.Count > page.Count);
            xml.Element("ChecksumAlgorithm", checksum?.Algorithm.Name);
            xml.Element("ChecksumType", checksum?.Type.ToName());
            foreach (StoredPart part in page)
            {
                xml.Element("Part", () =>
                {
                    xml.Element("PartNumber", part.Number);
                    xml.Element("LastModified", S3Time.ToMilliseconds(part.LastModified));
                    xml.Element("ETag", part.ETag);
                    xml.Element("Size", part.Body.Length);
                    if (checksum is not null)
                    {
                        xml.Element(checksum.Algorithm.XmlName, Convert.ToBase64String(part.Checksums[checksum.Algorithm]));
                    }
                });
            }
        }));
        AbortDate.Write(answer, upload);
        return new(answer);
    }
}
