namespace PresignedMultipart.Testing.Requests;

/// <summary>Tells from method, path and query which operation is asked for.</summary>
internal static class OperationResolver
{
    /// <summary>
    /// Parameters that make another operation of a request, one that this server does not have. Taking such a request for the plain one would
    /// store a retention document as an object, say.
    /// </summary>
    private static readonly string[] _otherOperations =
    [
        "accelerate", "acl", "analytics", "attributes", "encryption", "intelligent-tiering", "inventory", "legal-hold", "logging", "metrics",
        "notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "replication", "requestPayment",
        "restore", "retention", "select", "torrent", "versioning", "versions", "website",
    ];

    public static S3Operation Resolve(string method, RequestTarget target)
    {
        QueryParameters query = target.Query;
        if (method == "OPTIONS")
        {
            return S3Operation.Preflight;
        }

        if (Array.Exists(_otherOperations, query.Has))
        {
            return S3Operation.Unknown;
        }

        return target switch
        {
            { Bucket: null } => method == "GET" ? S3Operation.ListBuckets : S3Operation.Unknown,
            { Key: null } => OfBucket(method, query),
            _ => OfObject(method, query),
        };
    }

    private static S3Operation OfBucket(string method, QueryParameters query) => method switch
    {
        "PUT" when query.Has("lifecycle") => S3Operation.PutBucketLifecycleConfiguration,
        "PUT" when query.Has("cors") => S3Operation.PutBucketCors,
        "PUT" when !query.Has("tagging") => S3Operation.CreateBucket,
        "HEAD" => S3Operation.HeadBucket,
        "DELETE" when query.Has("lifecycle") => S3Operation.DeleteBucketLifecycle,
        "DELETE" when query.Has("cors") => S3Operation.DeleteBucketCors,
        "DELETE" when !query.Has("tagging") => S3Operation.DeleteBucket,
        "GET" when query.Has("location") => S3Operation.GetBucketLocation,
        "GET" when query.Has("lifecycle") => S3Operation.GetBucketLifecycleConfiguration,
        "GET" when query.Has("cors") => S3Operation.GetBucketCors,
        "GET" when query.Has("uploads") => S3Operation.ListMultipartUploads,
        "GET" when query["list-type"] == "2" => S3Operation.ListObjectsV2,
        "POST" when query.Has("delete") => S3Operation.DeleteObjects,
        _ => S3Operation.Unknown,
    };

    private static S3Operation OfObject(string method, QueryParameters query) => method switch
    {
        "PUT" when query.Has("uploadId") => S3Operation.UploadPart,
        "PUT" when query.Has("tagging") => S3Operation.PutObjectTagging,
        "PUT" => S3Operation.PutObject,
        "POST" when query.Has("uploads") => S3Operation.CreateMultipartUpload,
        "POST" when query.Has("uploadId") => S3Operation.CompleteMultipartUpload,
        "GET" when query.Has("uploadId") => S3Operation.ListParts,
        "GET" when query.Has("tagging") => S3Operation.GetObjectTagging,
        "GET" => S3Operation.GetObject,
        "HEAD" => S3Operation.HeadObject,
        "DELETE" when query.Has("uploadId") => S3Operation.AbortMultipartUpload,
        "DELETE" when !query.Has("tagging") => S3Operation.DeleteObject,
        _ => S3Operation.Unknown,
    };
}
