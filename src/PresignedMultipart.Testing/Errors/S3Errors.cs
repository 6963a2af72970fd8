using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Errors;

/// <summary>Why a well-signed request cannot be served. Messages are S3's own where they are known.</summary>
internal static class S3Errors
{
    public static S3Error InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Error InvalidArgument(string message, string name, string value) =>
        new S3Error(400, "InvalidArgument", message).With("ArgumentName", name).With("ArgumentValue", value);

    public static S3Error InvalidUri() => new(400, "InvalidURI", "Couldn't parse the specified URI.");

    public static S3Error NotImplemented(string message) => new(501, "NotImplemented", message);

    public static S3Error HeaderNotImplemented(string header) =>
        NotImplemented("A header you provided implies functionality that is not implemented").With("Header", header);

    public static S3Error NoSuchBucket(string bucket) =>
        new S3Error(404, "NoSuchBucket", "The specified bucket does not exist").With("BucketName", bucket);

    public static S3Error InvalidBucketName(string bucket) =>
        new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.").With("BucketName", bucket);

    public static S3Error BucketAlreadyExists(string bucket) => new S3Error(
        409,
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.")
        .With("BucketName", bucket);

    public static S3Error BucketAlreadyOwnedByYou(string bucket) => new S3Error(
        409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")
        .With("BucketName", bucket);

    public static S3Error BucketNotEmpty(string bucket) =>
        new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty").With("BucketName", bucket);

    public static S3Error NoSuchConfiguration(string code, string message) => new(404, code, message);

    public static S3Error NoSuchKey(string key) =>
        new S3Error(404, "NoSuchKey", "The specified key does not exist.").With("Key", key);

    public static S3Error KeyTooLong(int bytes) =>
        new S3Error(400, "KeyTooLongError", "Your key is too long").With("Size", bytes).With("MaxSizeAllowed", S3Limits.MaximumKeyBytes);

    public static S3Error NoSuchUpload(string uploadId) => new S3Error(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        .With("UploadId", uploadId);

    public static S3Error PartNumberOutOfRange(string value) => InvalidArgument(
        "Part number must be an integer between 1 and 10000, inclusive", "partNumber", value);

    public static S3Error InvalidPart(string uploadId, int partNumber, string eTag) => new S3Error(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
        .With("UploadId", uploadId)
        .With("PartNumber", partNumber)
        .With("ETag", eTag.Trim('"'));

    public static S3Error InvalidPartOrder(string uploadId) => new S3Error(
        400,
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.")
        .With("UploadId", uploadId);

    public static S3Error EntityTooSmall(int partNumber, string eTag, long size, long minimum) =>
        new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            .With("ProposedSize", size)
            .With("MinSizeAllowed", minimum)
            .With("PartNumber", partNumber)
            .With("ETag", eTag.Trim('"'));

    public static S3Error EntityTooLarge(long size) =>
        new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
            .With("ProposedSize", size)
            .With("MaxSizeAllowed", S3Limits.MaximumPartSize);

    public static S3Error MalformedXml() => new(
        400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static S3Error MissingContentLength() => new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    public static S3Error IncompleteBody() => new(
        400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    public static S3Error PreconditionFailed(string condition) => new S3Error(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold").With("Condition", condition);

    public static S3Error InvalidRange(string range, long length) =>
        new S3Error(416, "InvalidRange", "The requested range is not satisfiable")
            .With("RangeRequested", range)
            .With("ActualObjectSize", length)
            .WithHeader("Content-Range", FormattableString.Invariant($"bytes */{length}"));

    public static S3Error MetadataTooLarge(int bytes) =>
        new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
            .With("Size", bytes)
            .With("MaxSizeAllowed", S3Limits.MaximumMetadataBytes);

    public static S3Error InvalidTag(string message) => new(400, "InvalidTag", message);

    public static S3Error InternalError(string message = "We encountered an internal error. Please try again.") =>
        new(500, "InternalError", message);
}
