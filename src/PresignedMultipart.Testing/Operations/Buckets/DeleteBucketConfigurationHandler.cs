using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Buckets;

internal sealed class DeleteBucketConfigurationHandler(Action<Bucket> delete) : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        delete(call.OwnBucket);
        return new(new S3Answer(204));
    }
}
