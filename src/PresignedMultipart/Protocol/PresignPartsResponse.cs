namespace PresignedMultipart.Protocol;

/// <summary>The URLs of some parts.</summary>
public sealed class PresignPartsResponse
{
    /// <summary>One URL a part, with its number, in the order asked for.</summary>
    public required IReadOnlyList<SignedUrl> Urls { get; init; }
}
