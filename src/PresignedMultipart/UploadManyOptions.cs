namespace PresignedMultipart;

/// <summary>How many uploads are made together.</summary>
public sealed class UploadManyOptions
{
    internal const int Most = 1_000;

    /// <summary>
    /// How many uploads run at the same time: 1 to 1,000. <see langword="null"/>, the default, is
    /// <see cref="MultipartUploadOptions.MaxConcurrency"/>, which is also how many requests all of them have on the way together.
    /// </summary>
    public int? MaxConcurrentUploads { get; set; }

    /// <summary>What a failed upload means for the others. Default: <see cref="UploadFailurePolicy.Continue"/>.</summary>
    public UploadFailurePolicy OnFailure { get; set; }
}
