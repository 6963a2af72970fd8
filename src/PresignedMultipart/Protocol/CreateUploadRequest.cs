namespace PresignedMultipart.Protocol;

/// <summary>Asks for a multipart upload.</summary>
public sealed class CreateUploadRequest
{
    /// <summary>The object to write.</summary>
    public required TargetDescription Target { get; init; }

    /// <summary>The object's length in bytes; absent when it is not known beforehand.</summary>
    public long? ObjectLength { get; init; }

    /// <summary>The sum that the storage is asked to keep; absent or <c>none</c> for none.</summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }
}
