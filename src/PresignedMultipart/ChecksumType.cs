namespace PresignedMultipart;

/// <summary>What a <see cref="Checksum"/> was computed over.</summary>
public enum ChecksumType
{
    /// <summary>All the bytes of an object, or of one part (<c>FULL_OBJECT</c>).</summary>
    FullObject,

    /// <summary>The binary sums of an object's parts, in order (<c>COMPOSITE</c>): it depends on how the object was cut.</summary>
    Composite,
}
