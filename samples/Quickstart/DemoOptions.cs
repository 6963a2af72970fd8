using PresignedMultipart.S3;

namespace Quickstart;

/// <summary>What the command line said.</summary>
internal sealed record DemoOptions
{
    public FileInfo? File { get; init; }

    public Uri? Endpoint { get; init; }

    public string? Bucket { get; init; }

    public string? Key { get; init; }

    public string? Region { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public bool CreateBucket { get; init; }

    /// <summary>Whether a real store was named.</summary>
    public bool IsRealStore => (Endpoint, Bucket, Region, AccessKey, SecretKey) is not (null, null, null, null, null) || CreateBucket;

    public S3ProviderOptions ToProviderOptions() => new() { Endpoint = Endpoint, Region = Region, AccessKey = AccessKey, SecretKey = SecretKey };
}
