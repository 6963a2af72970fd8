namespace PresignedMultipart.Remote;

/// <summary>
/// Where <see cref="RemotePresignedUrlProvider"/> asks, in which words, and how patiently. Checked when the provider is made, or at the
/// host's start. Every property can be bound from configuration.
/// </summary>
public sealed class RemoteProviderOptions
{
    /// <summary>
    /// The back end's address, http or https, for example <c>https://api.example.com/uploads</c>; endpoints are below it, with or without a
    /// slash at its end. For Companion the address of the server with its own path, without <c>/s3</c>. Must be set.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The contract that the back end speaks. Default: <see cref="BackendContract.Native"/>.</summary>
    public BackendContract Contract { get; set; }

    /// <summary>Where the classic contract starts an upload, below the base address. Default: <c>start-upload</c>.</summary>
    public string StartUploadPath { get; set; } = "start-upload";

    /// <summary>Where the classic contract signs a part, below the base address. Default: <c>get-upload-url</c>.</summary>
    public string GetUploadUrlPath { get; set; } = "get-upload-url";

    /// <summary>Where the classic contract completes an upload, below the base address. Default: <c>complete-upload</c>.</summary>
    public string CompleteUploadPath { get; set; } = "complete-upload";

    /// <summary>
    /// Whether small objects may go as a single PUT, of whose end the back end does not learn; native contract only. Set it to
    /// <see langword="false"/> for a back end that refuses them. Default: <see langword="true"/>.
    /// </summary>
    public bool AllowSinglePut { get; set; } = true;

    /// <summary>How often a call is repeated after a broken connection, a time-out, 408, 429 or 5xx: 0 to 10. Default: 4.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>About how long to wait before the first repetition; it doubles with each further one, with jitter. 1 ms to 1 min. Default: 200 ms.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No wait is longer, whatever a <c>Retry-After</c> asks for: at least <see cref="RetryBaseDelay"/>, at most 10 min. Default: 30 s.</summary>
    public TimeSpan RetryMaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try of a call may take: 1 s to 10 min. Default: 30 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try of a completion may take, which S3 says can be minutes: 1 s to 1 h. Default: 5 min.</summary>
    public TimeSpan CompletionTimeout { get; set; } = TimeSpan.FromMinutes(5);

    internal RemoteProviderOptions Copy() => (RemoteProviderOptions)MemberwiseClone();
}
