using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace PresignedMultipart.S3.Clients;

/// <summary>The SDK's client, which sends each request to the path that it signed, also for a key that starts with a slash, and waits for no answer without an end.</summary>
internal sealed class SignedPathS3Client : AmazonS3Client
{
    public SignedPathS3Client(AWSCredentials credentials, AmazonS3Config config, TimeProvider time)
        : base(credentials, config) =>
        // The SDK customizes within its own constructor, which knows no clock.
        RuntimePipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new AttemptHandler(time));

    /// <summary>What the client signs with.</summary>
    public AWSCredentials Credentials => ExplicitAWSCredentials;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<Signer>(new LeadingSlashHandler());
    }
}
