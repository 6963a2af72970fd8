using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>What x-amz-content-sha256 says of the body.</summary>
/// <param name="Sha256">The hash in hex that the body must have, if it was named.</param>
/// <param name="IsChunked">Whether the body is in aws-chunked form.</param>
/// <param name="ChunksAreSigned">Whether every chunk has a signature.</param>
/// <param name="HasTrailer">Whether headers follow the last chunk.</param>
internal sealed record PayloadDeclaration(string? Sha256, bool IsChunked, bool ChunksAreSigned, bool HasTrailer)
{
    public const string UnsignedName = "UNSIGNED-PAYLOAD";

    public static readonly PayloadDeclaration Unsigned = new(null, false, false, false);

    public static PayloadDeclaration Parse(string value) => value switch
    {
        UnsignedName => Unsigned,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => new(null, true, true, false),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => new(null, true, true, true),
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new(null, true, false, true),
        { Length: 64 } when value.All(char.IsAsciiHexDigit) => new(value, false, false, false),
        _ => throw S3Errors.InvalidArgument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            "x-amz-content-sha256",
            value),
    };
}
