using PresignedMultipart.Protocol;

namespace PresignedMultipart.Journaling;

/// <summary>An upload that the storage has created, with all that going on with it takes. No signed URL, no key.</summary>
internal sealed class JournaledUploadLine
{
    /// <summary>The version of the format that this was written in.</summary>
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>The storage that has it; <see langword="null"/> when its provider named none.</summary>
    public string? Storage { get; init; }

    /// <summary>What the program asked for, but for a customer's key.</summary>
    public required TargetDescription Target { get; init; }

    /// <summary>Tells whether a customer's key is the one that the upload was created with; <see langword="null"/> when it was created with none.</summary>
    public string? CustomerKeyCheck { get; init; }

    /// <summary>Where a back end put it.</summary>
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required string UploadId { get; init; }

    public string? Ticket { get; init; }

    /// <summary>Whether it was to be aborted, and could not be: it is not to be resumed.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>What the storage agreed to keep.</summary>
    public ChecksumAlgorithm AgreedChecksum { get; init; }

    /// <summary>What the object will be known by.</summary>
    public string? Marker { get; init; }

    /// <summary>What the parts' sums are.</summary>
    public ChecksumAlgorithm Checksum { get; init; }

    public long PartSize { get; init; }

    /// <summary>The object's; <see langword="null"/> when it was not known.</summary>
    public long? Length { get; init; }

    /// <summary>The file's path, when the source is one.</summary>
    public string? Path { get; init; }

    /// <summary>By this machine's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? AbortDate { get; init; }

    public string? AbortRuleId { get; init; }
}
