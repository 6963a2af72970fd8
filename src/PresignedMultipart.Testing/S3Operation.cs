namespace PresignedMultipart.Testing;

/// <summary>The S3 operations that <see cref="S3TestServer"/> tells apart, named as in the S3 API reference.</summary>
public enum S3Operation
{
    /// <summary>A request that is none of the operations below; it is answered with 501 NotImplemented.</summary>
    Unknown = 0,

    /// <summary>GET /.</summary>
    ListBuckets,

    /// <summary>PUT /bucket.</summary>
    CreateBucket,

    /// <summary>HEAD /bucket.</summary>
    HeadBucket,

    /// <summary>DELETE /bucket.</summary>
    DeleteBucket,

    /// <summary>GET /bucket?location.</summary>
    GetBucketLocation,

    /// <summary>PUT /bucket?lifecycle.</summary>
    PutBucketLifecycleConfiguration,

    /// <summary>GET /bucket?lifecycle.</summary>
    GetBucketLifecycleConfiguration,

    /// <summary>DELETE /bucket?lifecycle.</summary>
    DeleteBucketLifecycle,

    /// <summary>PUT /bucket?cors.</summary>
    PutBucketCors,

    /// <summary>GET /bucket?cors.</summary>
    GetBucketCors,

    /// <summary>DELETE /bucket?cors.</summary>
    DeleteBucketCors,

    /// <summary>GET /bucket?list-type=2.</summary>
    ListObjectsV2,

    /// <summary>GET /bucket?uploads.</summary>
    ListMultipartUploads,

    /// <summary>POST /bucket?delete.</summary>
    DeleteObjects,

    /// <summary>PUT /bucket/key.</summary>
    PutObject,

    /// <summary>GET /bucket/key.</summary>
    GetObject,

    /// <summary>HEAD /bucket/key.</summary>
    HeadObject,

    /// <summary>DELETE /bucket/key.</summary>
    DeleteObject,

    /// <summary>PUT /bucket/key?tagging.</summary>
    PutObjectTagging,

    /// <summary>GET /bucket/key?tagging.</summary>
    GetObjectTagging,

    /// <summary>POST /bucket/key?uploads.</summary>
    CreateMultipartUpload,

    /// <summary>PUT /bucket/key?partNumber=…&amp;uploadId=….</summary>
    UploadPart,

    /// <summary>GET /bucket/key?uploadId=….</summary>
    ListParts,

    /// <summary>POST /bucket/key?uploadId=….</summary>
    CompleteMultipartUpload,

    /// <summary>DELETE /bucket/key?uploadId=….</summary>
    AbortMultipartUpload,

    /// <summary>OPTIONS, as a browser sends it before a request across origins.</summary>
    Preflight,
}
