namespace PresignedMultipart.Protocol;

/// <summary>Asks for the URL of a single PUT.</summary>
public sealed class PresignPutRequest
{
    /// <summary>The object to write.</summary>
    public required TargetDescription Target { get; init; }

    /// <summary>The object's length in bytes; absent when it is not known.</summary>
    public long? ObjectLength { get; init; }

    /// <summary>The sum of the object's bytes, to bind into the URL; absent when it is not known.</summary>
    public Checksum? Checksum { get; init; }
}
