namespace PresignedMultipart;

/// <summary>An object as the storage describes it. What an answer did not carry is <see langword="null"/>.</summary>
public sealed class StoredObject
{
    /// <summary>The ETag, exactly as answered; for a multipart object usually <c>"md5-of-part-md5s-count"</c>. Some older stores leave it out at completion.</summary>
    public string? ETag { get; init; }

    /// <summary>The length in bytes.</summary>
    public long? Length { get; init; }

    /// <summary>The length of all its parts but the last in bytes, where it was asked for and they are equal; for sums that depend on the cut.</summary>
    public long? PartSize { get; init; }

    /// <summary>The version, in a bucket that keeps versions.</summary>
    public string? VersionId { get; init; }

    /// <summary>The sum that the storage keeps of the object, or computed while it completed it.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>What its metadata has of the upload that made it (<see cref="MultipartUpload.Marker"/>).</summary>
    public string? Marker { get; init; }

    /// <summary>When the object was last written.</summary>
    public DateTimeOffset? LastModified { get; init; }
}
