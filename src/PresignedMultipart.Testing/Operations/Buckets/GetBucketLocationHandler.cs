using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class GetBucketLocationHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        _ = call.OwnBucket;

        // us-east-1 is the empty location, for it was there before regions had names.
        string region = call.Settings.Region;
        return new(S3Answer.Xml(S3XmlWriter.Write("LocationConstraint", xml => xml.Text(region == "us-east-1" ? "" : region))));
    }
}
