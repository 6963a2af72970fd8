using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace PresignedMultipart.S3.Clients;

/// <summary>The SDK's client, which sends each request to the path that it signed, also for a key that starts with a slash, and reads no answer without an end.</summary>
internal sealed class SignedPathS3Client(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    /// <summary>What the client signs with.</summary>
    public AWSCredentials Credentials => ExplicitAWSCredentials;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<Signer>(new LeadingSlashHandler());
        pipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new BoundedAnswerHandler());
    }
}
