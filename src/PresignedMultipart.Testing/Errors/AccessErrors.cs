using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Errors;

/// <summary>Why a request is refused for its signature or its account. Messages are S3's own where they are known.</summary>
internal static class AccessErrors
{
    public static S3Error AccessDenied() => new(403, "AccessDenied", "Access Denied");

    public static S3Error Expired(long lifetimeSeconds, DateTimeOffset expires, DateTimeOffset now) =>
        new S3Error(403, "AccessDenied", "Request has expired")
            .With("X-Amz-Expires", lifetimeSeconds)
            .With("Expires", S3Time.ToSeconds(expires))
            .With("ServerTime", S3Time.ToSeconds(now));

    public static S3Error NotYetValid(DateTimeOffset signed, DateTimeOffset now) =>
        new S3Error(403, "AccessDenied", "Request is not valid yet")
            .With("X-Amz-Date", S3Time.ToBasic(signed))
            .With("ServerTime", S3Time.ToSeconds(now));

    public static S3Error TooSkewed(DateTimeOffset signed, DateTimeOffset now) =>
        new S3Error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
            .With("RequestTime", S3Time.ToBasic(signed))
            .With("ServerTime", S3Time.ToSeconds(now))
            .With("MaxAllowedSkewMilliseconds", 900_000);

    public static S3Error HeadersNotSigned(IEnumerable<string> names) =>
        new S3Error(403, "AccessDenied", "There were headers present in the request which were not signed")
            .With("HeadersNotSigned", string.Join(", ", names));

    public static S3Error UnknownAccessKey(string accessKey) =>
        new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
            .With("AWSAccessKeyId", accessKey);

    public static S3Error WrongSignature(string accessKey) =>
        new S3Error(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.")
            .With("AWSAccessKeyId", accessKey);

    public static S3Error InvalidToken() =>
        new(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");

    public static S3Error ExpiredToken() => new(400, "ExpiredToken", "The provided token has expired.");

    public static S3Error MalformedQuery(string message) => new(400, "AuthorizationQueryParametersError", message);

    public static S3Error MalformedHeader(string message) => new(400, "AuthorizationHeaderMalformed", message);

    public static S3Error UnsupportedSignatureVersion() => new(
        400, "InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");

    public static S3Error TwoSignatures() => new(
        400,
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified");

    public static S3Error MissingContentSha256() =>
        new(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
}
