using System.Xml.Linq;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class DeleteObjectsHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        ChecksumHeaders? checksum = ChecksumHeaders.Read(call.Headers);
        if (checksum is null && call.Header("Content-MD5") is null)
        {
            throw ChecksumErrors.MissingForDelete();
        }

        XElement root = S3XmlDocument.Parse(await call.ReadDocumentAsync(checksum, cancellationToken).ConfigureAwait(false), "Delete");
        List<string> keys = [.. root.Children("Object").Select(o => o.RequiredText("Key"))];
        if (keys.Count is 0 or > S3Limits.MaximumListPage)
        {
            throw S3Errors.MalformedXml();
        }

        foreach (string key in keys)
        {
            bucket.Delete(key);
        }

        bool quiet = root.Text("Quiet") == "true";
        return S3Answer.Xml(S3XmlWriter.Write("DeleteResult", xml =>
        {
            foreach (string key in quiet ? [] : keys)
            {
                xml.Element("Deleted", () => xml.Element("Key", key));
            }
        }));
    }
}
