using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Buckets;

/// <summary>The body, a location, is not looked at: the server has one region.</summary>
internal sealed class CreateBucketHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        if (!BucketName.IsValid(call.BucketName))
        {
            throw S3Errors.InvalidBucketName(call.BucketName);
        }

        call.Store.CreateBucket(call.BucketName, call.Account);
        return new(new S3Answer().With("Location", "/" + call.BucketName));
    }
}
