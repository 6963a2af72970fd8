using Amazon.Runtime;

namespace PresignedMultipart.S3;

/// <summary>
/// Where <see cref="S3PresignedUrlProvider"/> signs for, and with whose credentials. Checked when the provider is made, or at the host's
/// start. Every property but <see cref="Credentials"/> can be bound from configuration.
/// </summary>
public sealed class S3ProviderOptions
{
    /// <summary>
    /// The region that goes into each signature, for example <c>eu-central-1</c>. <see langword="null"/>, the default, takes
    /// <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> or the profile's region, in this order; one of them must name it. Most S3-compatible
    /// stores take <c>us-east-1</c>.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// The address of an S3-compatible store, http or https, for example <c>http://localhost:9000</c>. URLs are signed for the same scheme,
    /// host and port, so it must be the address that the uploading client reaches the store by. <see langword="null"/>, the default: Amazon S3.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// Whether the bucket stands in the path (<c>host/bucket/key</c>) and not in the host name (<c>bucket.host/key</c>).
    /// <see langword="null"/>, the default: in the path when <see cref="Endpoint"/> is set, in the host name otherwise.
    /// </summary>
    public bool? ForcePathStyle { get; set; }

    /// <summary>The access key, together with <see cref="SecretKey"/>. <see langword="null"/>, the default: see <see cref="Profile"/>.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret key of <see cref="AccessKey"/>. A secret.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary keys. They end every URL signed with them when they end. A secret.</summary>
    public string? SessionToken { get; set; }

    /// <summary>
    /// Credentials of the SDK, for example an assumed role; they are refreshed as they themselves see fit.
    /// <see langword="null"/>, the default: <see cref="AccessKey"/>, <see cref="Profile"/> or the usual chain.
    /// </summary>
    public AWSCredentials? Credentials { get; set; }

    /// <summary>
    /// A profile of the shared credentials and config files. <see langword="null"/>, the default, takes the SDK's usual chain: environment
    /// variables, web identity, the profile in <c>AWS_PROFILE</c> or <c>default</c>, the container's or the instance's role.
    /// </summary>
    public string? Profile { get; set; }

    /// <summary>
    /// Whether uploads go through S3 Transfer Acceleration, which the bucket must have enabled. Not with <see cref="Endpoint"/> or path style,
    /// not in China or GovCloud, not for buckets with a dot in their name. Default: <see langword="false"/>.
    /// </summary>
    public bool UseAccelerateEndpoint { get; set; }

    /// <summary>Whether Amazon's dual-stack addresses (IPv6 and IPv4) are used. Not with <see cref="Endpoint"/>. Default: <see langword="false"/>.</summary>
    public bool UseDualstackEndpoint { get; set; }

    /// <summary>
    /// How long each URL works: 1 second to 7 days, the most that Signature Version 4 allows. Default: 1 hour. A part must begin within this
    /// time; one that has begun may take longer. Temporary credentials that end earlier end it earlier.
    /// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html"/>.
    /// </summary>
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How often the SDK repeats a call that failed with a broken connection, 429 or 5xx, or that had no whole answer within 30 s (a completion
    /// within 10 min), with exponential back-off: 0 to 10. Default: 3. It holds for the provider's own calls; the uploading client has its own retries.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Where the options point to, without any credentials.</summary>
    public override string ToString() =>
        $"{(Endpoint is null ? "Amazon S3" : Endpoint.IsAbsoluteUri ? Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "an address that is not absolute")}, region {Region ?? "of the environment or profile"}, URLs for {UrlLifetime}";
}
