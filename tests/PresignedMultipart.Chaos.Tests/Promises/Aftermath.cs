using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>What became, without faults, of all that the calls of a scenario with a journal had left.</summary>
internal sealed record Aftermath
{
    public required Evidence LastCall { get; init; }

    /// <summary>What discarding it said; <see langword="null"/> when that was not drawn, or nothing was left to discard.</summary>
    public required bool? WasDiscarded { get; init; }

    /// <summary>What the journal had before it was swept.</summary>
    public required JournalState Journal { get; init; }

    public required IReadOnlyList<S3TestMultipartUpload> OpenUploads { get; init; }

    public required IReadOnlyList<SweptUpload> Swept { get; init; }

    /// <summary>What a second sweep found.</summary>
    public required IReadOnlyList<SweptUpload> SweptAgain { get; init; }

    public required IReadOnlyList<S3TestMultipartUpload> OpenAtLast { get; init; }

    public required JournalState JournalAtLast { get; init; }
}
