using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations.Objects;

/// <summary>Deleting what is not there succeeds too.</summary>
internal sealed class DeleteObjectHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.OwnBucket.Delete(call.Key);
        return new(new S3Answer(204));
    }
}
