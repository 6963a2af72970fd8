namespace PresignedMultipart.Protocol;

/// <summary>The URL of a single PUT.</summary>
public sealed class PresignPutResponse
{
    /// <summary>The bucket that the back end chose.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key that the back end chose.</summary>
    public required string Key { get; init; }

    /// <summary>The URL.</summary>
    public required SignedUrl Url { get; init; }
}
