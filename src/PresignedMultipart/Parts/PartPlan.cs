namespace PresignedMultipart.Parts;

/// <summary>
/// How an object is cut: decided and checked before the first byte moves. All parts but the last are equal, because Cloudflare R2
/// demands it (and says so only at completion).
/// </summary>
internal sealed class PartPlan
{
    private const long MiB = 1L << 20;
    private const long DefaultPartSize = 10 * MiB;

    // More parts than this keep no more workers busy and cost a request and its garbage each; beyond 64 MiB a repeated part costs more
    // than larger ones save.
    private const int ComfortablePartCount = 256;
    private const long ComfortablePartSize = 64 * MiB;

    private PartPlan(long objectLength, long partSize, bool isSinglePut)
    {
        ObjectLength = objectLength;
        PartSize = partSize;
        IsSinglePut = isSinglePut;
        // An empty object is one empty part: S3 completes no upload without parts.
        PartCount = isSinglePut || objectLength == 0 ? 1 : (int)DivideUp(objectLength, partSize);
    }

    public long ObjectLength { get; }

    /// <summary>The length of every part but the last.</summary>
    public long PartSize { get; }

    public int PartCount { get; }

    public bool IsSinglePut { get; }

    public static PartPlan Create(long objectLength, MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities)
    {
        if (objectLength > S3Limits.MaxObjectSize)
        {
            throw new ArgumentException(
                $"The object is {objectLength} bytes long; S3 stores at most {S3Limits.MaxObjectSize} ({S3Limits.MaxPartCount} parts of {S3Limits.MaxPartSize}). Split it into several objects.");
        }

        if (objectLength <= options.SinglePutThreshold && capabilities.HasFlag(PresignedUrlProviderCapabilities.PutObject))
        {
            return new PartPlan(objectLength, objectLength, isSinglePut: true);
        }

        long smallest = DivideUp(objectLength, S3Limits.MaxPartCount);
        if (options.PartSize is not { } partSize)
        {
            long comfortable = Math.Min(DivideUp(objectLength, ComfortablePartCount), ComfortablePartSize);
            partSize = Math.Min(RoundUp(Math.Max(Math.Max(DefaultPartSize, comfortable), smallest), MiB), S3Limits.MaxPartSize);
        }
        else if (partSize < smallest)
        {
            throw new ArgumentException(
                $"The object is {objectLength} bytes long and would need {DivideUp(objectLength, partSize)} parts of {partSize} bytes; S3 takes at most {S3Limits.MaxPartCount}. " +
                $"Set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.PartSize)} to at least {RoundUp(smallest, MiB)}, or leave it null.");
        }

        return new PartPlan(objectLength, partSize, isSinglePut: false);
    }

    public IEnumerable<Part> Parts()
    {
        for (int number = 1; number <= PartCount; number++)
        {
            yield return this[number];
        }
    }

    public Part this[int number]
    {
        get
        {
            long offset = (number - 1) * PartSize;
            return new Part(number, offset, Math.Min(PartSize, ObjectLength - offset));
        }
    }

    private static long DivideUp(long value, long by) => (value + by - 1) / by;

    private static long RoundUp(long value, long multiple) => DivideUp(value, multiple) * multiple;
}
