using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class HeadBucketHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        _ = call.OwnBucket;
        return new(new S3Answer().With("x-amz-bucket-region", call.Settings.Region));
    }
}
