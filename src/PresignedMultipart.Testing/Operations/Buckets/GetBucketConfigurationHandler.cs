using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Buckets;

/// <summary>Gives a configuration back as it was put.</summary>
internal sealed class GetBucketConfigurationHandler(Func<Bucket, byte[]?> find, string missingCode, string missingMessage) : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken) =>
        new(S3Answer.Xml(find(call.OwnBucket) ?? throw S3Errors.NoSuchConfiguration(missingCode, missingMessage)));
}
