using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class ListBucketsHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        string account = call.Account;
        byte[] document = S3XmlWriter.Write("ListAllMyBucketsResult", xml =>
        {
            xml.Element("Owner", () => xml.Element("ID", account));
            xml.Element("Buckets", () =>
            {
                foreach (Bucket bucket in call.Store.ListBuckets(account))
                {
                    xml.Element("Bucket", () =>
                    {
                        xml.Element("Name", bucket.Name);
                        xml.Element("CreationDate", S3Time.ToMilliseconds(bucket.CreatedAt));
                    });
                }
            });
        });
        return new(S3Answer.Xml(document));
    }
}
