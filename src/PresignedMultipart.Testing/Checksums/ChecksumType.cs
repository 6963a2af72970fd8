namespace PresignedMultipart.Testing.Checksums;

/// <summary>What the checksum of a multipart object is a sum of.</summary>
internal enum ChecksumType
{
    /// <summary>All bytes of the object.</summary>
    FullObject,

    /// <summary>The sums of its parts.</summary>
    Composite,
}
