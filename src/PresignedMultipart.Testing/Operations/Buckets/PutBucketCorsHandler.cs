using System.Xml.Linq;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class PutBucketCorsHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        byte[] document = await call.ReadDocumentAsync(ChecksumHeaders.Read(call.Headers), cancellationToken).ConfigureAwait(false);
        XElement root = S3XmlDocument.Parse(document, "CORSConfiguration");
        List<CorsRule> rules = [.. root.Children("CORSRule").Select(ReadRule)];
        if (rules.Count == 0)
        {
            throw S3Errors.MalformedXml();
        }

        bucket.Cors = new BucketConfiguration<CorsRule>(document, rules);
        return new S3Answer();
    }

    private static CorsRule ReadRule(XElement rule)
    {
        var read = new CorsRule(
            Texts(rule, "AllowedOrigin"),
            Texts(rule, "AllowedMethod"),
            Texts(rule, "AllowedHeader"),
            Texts(rule, "ExposeHeader"),
            rule.Child("MaxAgeSeconds") is null ? null : rule.RequiredNumber("MaxAgeSeconds"));
        return read.Origins.Count > 0 && read.Methods.Count > 0 ? read : throw S3Errors.MalformedXml();
    }

    private static List<string> Texts(XElement rule, string name) => [.. rule.Children(name).Select(e => e.Value)];
}
