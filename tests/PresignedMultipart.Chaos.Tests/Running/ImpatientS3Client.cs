using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The SDK's client, configured as the library's own, but that it does not wait before it repeats a call.</summary>
internal sealed class ImpatientS3Client(string accessKey, string secretKey, Uri endpoint, string region, int retries)
    : AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), new AmazonS3Config
    {
        ServiceURL = endpoint.AbsoluteUri.TrimEnd('/'),
        AuthenticationRegion = region,
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = retries,
        MaxStaleConnectionRetries = 0,
    })
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new Retries(Config)));
    }

    private sealed class Retries(IClientConfig config) : StandardRetryPolicy(config)
    {
        public override Task WaitBeforeRetryAsync(IExecutionContext executionContext) => Task.CompletedTask;

        // The quota is shared by all clients of an endpoint's host.
        public override bool OnRetry(IExecutionContext executionContext, bool bypassAcquireCapacity, bool isThrottlingError) => true;
    }
}
