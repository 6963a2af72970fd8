using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Storage;

/// <summary>A multipart upload in progress. Its bucket's lock guards the parts.</summary>
internal sealed class MultipartUpload
{
    public required string Key { get; init; }

    public required string UploadId { get; init; }

    public required DateTimeOffset InitiatedAt { get; init; }

    public required ObjectAttributes Attributes { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary><see langword="null"/> when none was asked for and the server does not compute its own.</summary>
    public ChecksumDeclaration? Checksum { get; init; }

    /// <summary>When a lifecycle rule will abort it.</summary>
    public (DateTimeOffset Date, string RuleId)? Abort { get; init; }

    public SortedDictionary<int, StoredPart> Parts { get; } = [];
}
