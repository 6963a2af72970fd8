namespace PresignedMultipart.Journaling;

/// <summary>One line of a log: one of its members is there.</summary>
internal sealed class JournalLine
{
    /// <summary>An upload begins. What came before belongs to another one, which is over.</summary>
    public JournaledUploadLine? Upload { get; init; }

    /// <summary>The storage has acknowledged a part.</summary>
    public JournaledPartLine? Part { get; init; }

    /// <summary>Of which upload this is: a cache may still have lines of an earlier one.</summary>
    public required string Run { get; init; }
}
