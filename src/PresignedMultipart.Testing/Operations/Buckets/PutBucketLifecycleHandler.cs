using System.Xml.Linq;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

/// <summary>Of all that a lifecycle can do the server does one thing: abort multipart uploads that are left over.</summary>
internal sealed class PutBucketLifecycleHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        byte[] document = await call.ReadDocumentAsync(ChecksumHeaders.Read(call.Headers), cancellationToken).ConfigureAwait(false);
        XElement root = S3XmlDocument.Parse(document, "LifecycleConfiguration");
        List<XElement> rules = [.. root.Children("Rule")];
        if (rules.Count == 0)
        {
            throw S3Errors.MalformedXml();
        }

        bucket.Lifecycle = new BucketConfiguration<AbortRule>(document, [.. rules.Select(ReadAbortRule).OfType<AbortRule>()]);
        return new S3Answer();
    }

    private static AbortRule? ReadAbortRule(XElement rule, int index)
    {
        if (rule.RequiredText("Status") != "Enabled" || rule.Child("AbortIncompleteMultipartUpload") is not { } abort)
        {
            return null;
        }

        int days = abort.RequiredNumber("DaysAfterInitiation");
        if (days < 1)
        {
            throw S3Errors.InvalidRequest("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer");
        }

        XElement? filter = rule.Child("Filter");
        string prefix = filter?.Text("Prefix") ?? filter?.Child("And")?.Text("Prefix") ?? rule.Text("Prefix") ?? "";
        return new AbortRule(rule.Text("ID") ?? FormattableString.Invariant($"rule-{index + 1}"), prefix, days);
    }
}
