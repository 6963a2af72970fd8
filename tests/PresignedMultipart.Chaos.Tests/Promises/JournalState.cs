namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>What is in the journal at a moment.</summary>
internal sealed record JournalState
{
    /// <summary>The upload that can be gone on with.</summary>
    public string? UploadId { get; init; }

    public long? Length { get; init; }

    /// <summary>The ETags of its parts, by number.</summary>
    public IReadOnlyDictionary<int, string> Parts { get; init; } = new Dictionary<int, string>();

    /// <summary>The uploads that wait to be aborted.</summary>
    public IReadOnlyCollection<string> Abandoned { get; init; } = [];

    /// <summary>Everything that stands in its files.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}
