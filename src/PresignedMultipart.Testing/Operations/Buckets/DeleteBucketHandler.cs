using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class DeleteBucketHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.Store.DeleteBucket(call.OwnBucket);
        return new(new S3Answer(204));
    }
}
