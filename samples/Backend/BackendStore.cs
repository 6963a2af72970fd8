using PresignedMultipart.S3;

namespace Backend;

/// <summary>The storage, and the bucket in it that uploads go to.</summary>
internal sealed record BackendStore(S3ProviderOptions Options, string Bucket)
{
    // A record would show the options, and they hold a secret.
    public override string ToString() => $"s3://{Bucket} at {Options.Endpoint?.ToString() ?? "Amazon S3"}";
}
