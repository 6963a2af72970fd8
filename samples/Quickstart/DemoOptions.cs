using PresignedMultipart.S3;

namespace Quickstart;

/// <summary>What the command line said.</summary>
internal sealed record DemoOptions
{
    public FileInfo? File { get; init; }

    public string? Bucket { get; init; }

    public string? Key { get; init; }

    public bool CreateBucket { get; init; }

    /// <summary>The store that was named; <see langword="null"/> for the endpoint inside this process.</summary>
    public S3ProviderOptions? Store { get; init; }
}
