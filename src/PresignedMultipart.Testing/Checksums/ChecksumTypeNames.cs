using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Checksums;

/// <summary>S3's names of <see cref="ChecksumType"/>.</summary>
internal static class ChecksumTypeNames
{
    public static string ToName(this ChecksumType type) => type == ChecksumType.Composite ? "COMPOSITE" : "FULL_OBJECT";

    public static ChecksumType Parse(string name) => name switch
    {
        "COMPOSITE" => ChecksumType.Composite,
        "FULL_OBJECT" => ChecksumType.FullObject,
        _ => throw S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
    };
}
