using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Storage;

/// <summary>An object. Only its tags can change.</summary>
internal sealed class StoredObject
{
    private volatile IReadOnlyDictionary<string, string> _tags = new Dictionary<string, string>();

    public required string Key { get; init; }

    /// <summary>The bytes; the object owns the reference.</summary>
    public required StoredBody Body { get; init; }

    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required ObjectAttributes Attributes { get; init; }

    public ObjectChecksum? Checksum { get; init; }

    /// <summary>Empty for an object that came in one PUT.</summary>
    public IReadOnlyList<long> PartLengths { get; init; } = [];

    /// <summary>The multipart upload that made the object, so that its completion can be repeated.</summary>
    public string? UploadId { get; init; }

    /// <summary>The parts as they were listed in the completion.</summary>
    public IReadOnlyList<(int Number, string ETag)> CompletedParts { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags
    {
        get => _tags;
        set => _tags = value;
    }
}
