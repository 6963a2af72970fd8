namespace PresignedMultipart.Testing.Storage;

/// <summary>The numbers of docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html.</summary>
internal static class S3Limits
{
    public const int MaximumPartNumber = 10_000;

    /// <summary>Also the most that one PUT of an object may carry.</summary>
    public const long MaximumPartSize = 5L << 30;

    public const int MaximumKeyBytes = 1024;

    public const int MaximumListPage = 1000;

    public const int MaximumMetadataBytes = 2048;

    public const int MaximumTags = 10;
}
