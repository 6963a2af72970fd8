using System.Xml.Linq;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Objects;

internal sealed class PutObjectTaggingHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        StoredObject stored = call.OwnBucket.Find(call.Key) ?? throw S3Errors.NoSuchKey(call.Key);
        byte[] document = await call.ReadDocumentAsync(ChecksumHeaders.Read(call.Headers), cancellationToken).ConfigureAwait(false);
        XElement set = S3XmlDocument.Parse(document, "Tagging").Child("TagSet") ?? throw S3Errors.MalformedXml();
        stored.Tags = TagRules.Check(set.Children("Tag").Select(t => (t.RequiredText("Key"), t.RequiredText("Value"))));
        return new S3Answer();
    }
}
