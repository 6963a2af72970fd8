namespace PresignedMultipart.Journaling;

/// <summary>A part that the storage has acknowledged.</summary>
internal sealed class JournaledPartLine
{
    public required int Number { get; init; }

    public required long Length { get; init; }

    public required string ETag { get; init; }

    /// <summary>In base64: what tells whether the source still has these bytes.</summary>
    public required string Checksum { get; init; }

    public bool IsChecksumSigned { get; init; }

    public bool IsChecksumConfirmed { get; init; }
}
