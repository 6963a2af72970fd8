using System.Globalization;

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

    private PartPlan(long? objectLength, long partSize, bool isSinglePut, int maxPartCount)
    {
        ObjectLength = objectLength;
        PartSize = partSize;
        IsSinglePut = isSinglePut;
        MaxPartCount = maxPartCount;
        // An empty object is one empty part: S3 completes no upload without parts.
        PartCount = isSinglePut || objectLength == 0 ? 1 : (int?)DivideUp(objectLength, partSize);
    }

    /// <summary>In bytes; <see langword="null"/> when it is not known before the source has ended.</summary>
    public long? ObjectLength { get; }

    /// <summary>The length of every part but the last.</summary>
    public long PartSize { get; }

    /// <summary><see langword="null"/> when the object's length is not known.</summary>
    public int? PartCount { get; }

    public int MaxPartCount { get; }

    /// <summary>How long the object can become with parts of this size.</summary>
    public long MaxObjectLength => MaxPartCount * PartSize;

    public bool IsSinglePut { get; }

    /// <summary>A plan for bytes that can be read anywhere, so that no part is held in memory.</summary>
    public static PartPlan Create(long objectLength, MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities) =>
        Create(objectLength, options, capabilities, S3Limits.MaxPartSize, ComfortablePartSize, "");

    /// <summary>A plan for bytes that come in order, so that parts are held in memory until they are acknowledged.</summary>
    public static PartPlan Create(long? objectLength, MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, MemoryBudget budget)
    {
        // As large as lets every worker have one, and one be filled.
        long comfortable = Math.Min(budget.PartMemory / (options.MaxConcurrency + 1) / MiB * MiB, ComfortablePartSize);
        return Create(objectLength, options, capabilities, budget.LargestPart, comfortable, string.Create(
            CultureInfo.InvariantCulture,
            $" Parts of a stream are held in memory, and two must fit into seven eighths of {nameof(MultipartUploadOptions.MemoryLimit)}, {budget.Limit} bytes: none can be larger than {budget.LargestPart}."));
    }

    /// <summary>The plan of an upload that was begun with parts of this size; <see langword="null"/> when there is none.</summary>
    public static PartPlan? Resume(long objectLength, long partSize, MultipartUploadOptions options) =>
        partSize is > 0 and <= S3Limits.MaxPartSize && DivideUp(objectLength, partSize) <= options.MaxPartCount
            ? new PartPlan(objectLength, partSize, isSinglePut: false, options.MaxPartCount)
            : null;

    private static PartPlan Create(
        long? objectLength,
        MultipartUploadOptions options,
        PresignedUrlProviderCapabilities capabilities,
        long largestPart,
        long comfortablePart,
        string whyLargest)
    {
        if (objectLength > S3Limits.MaxObjectSize)
        {
            throw new ArgumentException(
                $"The object is {objectLength} bytes long; S3 stores at most {S3Limits.MaxObjectSize} ({S3Limits.MaxPartCount} parts of {S3Limits.MaxPartSize}). Split it into several objects.");
        }

        if (objectLength is { } whole && whole <= Math.Min(options.SinglePutThreshold, largestPart) && capabilities.HasFlag(PresignedUrlProviderCapabilities.PutObject))
        {
            return new PartPlan(whole, whole, isSinglePut: true, options.MaxPartCount);
        }

        long smallest = DivideUp(objectLength ?? 0, options.MaxPartCount);
        if (smallest > largestPart || options.PartSize > largestPart)
        {
            throw new ArgumentException(
                $"The object would be sent in parts of {Math.Max(smallest, options.PartSize ?? 0)} bytes.{whyLargest} " +
                $"Set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.MemoryLimit)} to more, or upload it from a file.");
        }

        if (options.PartSize is not { } partSize)
        {
            long comfortable = Math.Min(DivideUp(objectLength ?? 0, ComfortablePartCount), comfortablePart);
            partSize = Math.Min(RoundUp(Math.Max(Math.Max(DefaultPartSize, comfortable), smallest), MiB), largestPart);
        }
        else if (partSize < smallest)
        {
            throw new ArgumentException(
                $"The object is {objectLength} bytes long and would need {DivideUp(objectLength, partSize)} parts of {partSize} bytes; S3 takes at most {S3Limits.MaxPartCount}. " +
                $"Set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.PartSize)} to at least {RoundUp(smallest, MiB)}, or leave it null.");
        }

        return new PartPlan(objectLength, partSize, isSinglePut: false, options.MaxPartCount);
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
            return new Part(number, offset, Math.Min(PartSize, ObjectLength.GetValueOrDefault(long.MaxValue) - offset));
        }
    }

    private static long DivideUp(long value, long by) => (value + by - 1) / by;

    private static long? DivideUp(long? value, long by) => value is { } known ? DivideUp(known, by) : null;

    private static long RoundUp(long value, long multiple) => DivideUp(value, multiple) * multiple;
}
