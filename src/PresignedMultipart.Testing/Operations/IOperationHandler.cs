using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Operations;

/// <summary>One operation of S3.</summary>
internal interface IOperationHandler
{
    /// <summary>Whether the operation takes the body itself; otherwise it is read and thrown away before.</summary>
    bool ReadsBody => false;

    ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken);
}
