using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class AbortMultipartUploadHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.OwnBucket.AbortUpload(call.Key, call.Query["uploadId"]!, call.Now);
        return new(new S3Answer(204));
    }
}
