namespace PresignedMultipart.Testing.Errors;

/// <summary>Why a body's sum is refused. Messages are S3's own where they are known.</summary>
internal static class ChecksumErrors
{
    public static S3Error WrongMd5(string expected, string calculated) =>
        new S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
            .With("ExpectedDigest", expected)
            .With("CalculatedDigest", calculated);

    public static S3Error InvalidMd5(string value) =>
        new S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.").With("Content-MD5", value);

    public static S3Error WrongChecksum(string algorithm) =>
        new(400, "BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");

    public static S3Error InvalidChecksum(string header) => S3Errors.InvalidRequest($"Value for {header} header is invalid.");

    public static S3Error SeveralChecksums() => S3Errors.InvalidRequest(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");

    public static S3Error AlgorithmWithoutChecksum() => S3Errors.InvalidRequest(
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");

    public static S3Error UnsupportedAlgorithm() => S3Errors.InvalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");

    public static S3Error UnsupportedType(string algorithm, string type) => S3Errors.InvalidRequest(
        $"The {type} checksum type cannot be used with the {algorithm} checksum algorithm.");

    public static S3Error Mismatch(string expected, string actual) => S3Errors.InvalidRequest(
        $"Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: {actual}");

    public static S3Error MissingPartChecksum(string algorithm, int partNumber) => S3Errors.InvalidRequest(
        $"The upload was created using a {algorithm} checksum. The complete request must include the checksum for each part. It was missing for part {partNumber} in the request.");

    public static S3Error WrongContentSha256(string expected, string calculated) =>
        new S3Error(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
            .With("ClientComputedContentSHA256", expected)
            .With("S3ComputedContentSHA256", calculated);

    public static S3Error MissingForDelete() =>
        S3Errors.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
}
