using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Objects;

internal sealed class GetObjectTaggingHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        StoredObject stored = call.OwnBucket.Find(call.Key) ?? throw S3Errors.NoSuchKey(call.Key);
        return new(S3Answer.Xml(S3XmlWriter.Write("Tagging", xml => xml.Element("TagSet", () =>
        {
            foreach ((string key, string value) in stored.Tags)
            {
                xml.Element("Tag", () =>
                {
                    xml.Element("Key", key);
                    xml.Element("Value", value);
                });
            }
        }))));
    }
}
