using Microsoft.Extensions.Options;

namespace PresignedMultipart;

/// <summary>Names every option that breaks its rule, with the value and what to set instead.</summary>
internal sealed class MultipartUploadOptionsValidator : IValidateOptions<MultipartUploadOptions>
{
    private const long MinMemoryLimit = 25L << 20;
    private const long MinBytesPerSecond = 64L << 10;

    public ValidateOptionsResult Validate(string? name, MultipartUploadOptions options)
    {
        var failures = new List<string>();

        if (options.PartSize is { } partSize)
        {
            Check(nameof(options.PartSize), partSize, options.MinPartSize, S3Limits.MaxPartSize, "bytes (5 MiB to 5 GiB), or leave it null");
        }

        Check(nameof(options.SinglePutThreshold), options.SinglePutThreshold, 0, S3Limits.MaxSinglePutSize, "bytes (0 to 5 GiB)");
        Check(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 1_000, "parts");
        Check(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100, "attempts");
        Check(nameof(options.RetryBaseDelay), options.RetryBaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Check(nameof(options.RetryMaxDelay), options.RetryMaxDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));
        Check(nameof(options.StallTimeout), options.StallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(nameof(options.OutageTimeout), options.OutageTimeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        Check(nameof(options.AbortTimeout), options.AbortTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Check(nameof(options.ProgressInterval), options.ProgressInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

        if (!Enum.IsDefined(options.Checksum))
        {
            failures.Add($"{nameof(options.Checksum)} is {options.Checksum}; set it to one of {string.Join(", ", Enum.GetNames<ChecksumAlgorithm>())}.");
        }

        if (options.SignChecksums && options.Checksum == ChecksumAlgorithm.None)
        {
            failures.Add($"{nameof(options.SignChecksums)} is set, but {nameof(options.Checksum)} is {options.Checksum}, so there is nothing to sign; choose an algorithm, for example {ChecksumAlgorithm.Crc64Nvme}.");
        }

        if (options.Journal is not null && options.Checksum == ChecksumAlgorithm.None)
        {
            failures.Add($"{nameof(options.Journal)} is set, but {nameof(options.Checksum)} is {options.Checksum}, so nothing could tell whether a file still has the bytes that were sent; choose an algorithm, for example {ChecksumAlgorithm.Crc64Nvme}.");
        }

        if (options.MemoryLimit < MinMemoryLimit)
        {
            failures.Add(
                $"{nameof(options.MemoryLimit)} is {options.MemoryLimit}; set it to at least {MinMemoryLimit} bytes (25 MiB): parts of streams are held in memory, " +
                $"S3 takes none smaller than {S3Limits.MinPartSize} bytes, and with fewer than four of them reading and sending wait for each other.");
        }

        if (options.MaxBytesPerSecond is { } rate)
        {
            Check(nameof(options.MaxBytesPerSecond), rate, MinBytesPerSecond, long.MaxValue, "bytes a second (64 KiB or more: the storage gives up connections that hardly move), or leave it null");
        }

        if (options.RetryMaxDelay < options.RetryBaseDelay)
        {
            failures.Add($"{nameof(options.RetryMaxDelay)} is {options.RetryMaxDelay}, less than {nameof(options.RetryBaseDelay)}, {options.RetryBaseDelay}; set it to at least that.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check<T>(string option, T value, T min, T max, string unit = "")
            where T : IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                failures.Add($"{option} is {value}; set it to between {min} and {max}{(unit.Length > 0 ? " " + unit : "")}.");
            }
        }
    }
}
