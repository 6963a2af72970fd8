using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PresignedMultipart.Transfer;

namespace PresignedMultipart;

/// <summary>Cleans up after uploads that nobody will come back for.</summary>
public static class IncompleteUploadsExtensions
{
    /// <summary>Aborts uploads that were begun long ago, as <see cref="IMultipartUploader.SweepAsync"/> does, for a program that has no uploader.</summary>
    /// <param name="incomplete">Who lists them.</param>
    /// <param name="provider">Who aborts them; often the same.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="olderThan">How long ago they were begun, at least. Longer than any upload takes: one that is going on fails.</param>
    /// <param name="dryRun">Only tells what would be aborted.</param>
    /// <param name="keyPrefix">Only uploads of keys that begin with this; empty, the default, for all.</param>
    /// <param name="timeProvider">The clock; the system's when <see langword="null"/>.</param>
    /// <param name="logger">Where to log; nowhere when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops between two uploads.</param>
    /// <returns>What was found, and whether it is gone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="PresignedUrlProviderException">The storage did not list its uploads.</exception>
    public static Task<IReadOnlyList<SweptUpload>> SweepAsync(
        this IIncompleteUploads incomplete,
        IPresignedUrlProvider provider,
        string bucket,
        TimeSpan olderThan,
        bool dryRun = false,
        string keyPrefix = "",
        TimeProvider? timeProvider = null,
        ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incomplete);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(olderThan, TimeSpan.Zero);
        TimeProvider time = timeProvider ?? TimeProvider.System;
        ILogger log = logger ?? NullLogger.Instance;
        var aborter = new UploadAborter(new StrictProvider(provider), new MultipartUploadOptions(), time, log);
        return new UploadSweep(aborter, incomplete, journal: null, time, log).RunAsync(bucket, olderThan, keyPrefix, dryRun, cancellationToken);
    }
}
