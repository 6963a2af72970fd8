using System.Collections.Frozen;
using PresignedMultipart.Testing.Operations.Buckets;
using PresignedMultipart.Testing.Operations.Multipart;
using PresignedMultipart.Testing.Operations.Objects;

namespace PresignedMultipart.Testing.Operations;

/// <summary>Which class serves which operation.</summary>
internal sealed class OperationTable
{
    private readonly FrozenDictionary<S3Operation, IOperationHandler> _handlers = new Dictionary<S3Operation, IOperationHandler>
    {
        [S3Operation.ListBuckets] = new ListBucketsHandler(),
        [S3Operation.CreateBucket] = new CreateBucketHandler(),
        [S3Operation.HeadBucket] = new HeadBucketHandler(),
        [S3Operation.DeleteBucket] = new DeleteBucketHandler(),
        [S3Operation.GetBucketLocation] = new GetBucketLocationHandler(),
        [S3Operation.PutBucketLifecycleConfiguration] = new PutBucketLifecycleHandler(),
        [S3Operation.GetBucketLifecycleConfiguration] = new GetBucketConfigurationHandler(
            b => b.Lifecycle?.Xml, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        [S3Operation.DeleteBucketLifecycle] = new DeleteBucketConfigurationHandler(b => b.Lifecycle = null),
        [S3Operation.PutBucketCors] = new PutBucketCorsHandler(),
        [S3Operation.GetBucketCors] = new GetBucketConfigurationHandler(
            b => b.Cors?.Xml, "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
        [S3Operation.DeleteBucketCors] = new DeleteBucketConfigurationHandler(b => b.Cors = null),
        [S3Operation.ListObjectsV2] = new ListObjectsHandler(),
        [S3Operation.DeleteObjects] = new DeleteObjectsHandler(),
        [S3Operation.PutObject] = new PutObjectHandler(),
        [S3Operation.GetObject] = new GetObjectHandler(),
        [S3Operation.HeadObject] = new GetObjectHandler(),
        [S3Operation.DeleteObject] = new DeleteObjectHandler(),
        [S3Operation.PutObjectTagging] = new PutObjectTaggingHandler(),
        [S3Operation.GetObjectTagging] = new GetObjectTaggingHandler(),
        [S3Operation.CreateMultipartUpload] = new CreateMultipartUploadHandler(),
        [S3Operation.UploadPart] = new UploadPartHandler(),
        [S3Operation.ListParts] = new ListPartsHandler(),
        [S3Operation.ListMultipartUploads] = new ListMultipartUploadsHandler(),
        [S3Operation.CompleteMultipartUpload] = new CompleteMultipartUploadHandler(),
        [S3Operation.AbortMultipartUpload] = new AbortMultipartUploadHandler(),
    }.ToFrozenDictionary();

    public IOperationHandler? Find(S3Operation operation) => _handlers.GetValueOrDefault(operation);
}
