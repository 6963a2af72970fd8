using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore.Answers;

namespace PresignedMultipart.AspNetCore.Sweeping;

/// <summary>
/// Aborts what callers left behind, now and then, for stores that have no rule for it and for uploads whose clients died. Several
/// instances may sweep the same bucket: an upload that is gone is a success.
/// </summary>
internal sealed class UploadSweeper(
    IIncompleteUploads incomplete,
    IPresignedUrlProvider provider,
    UploadSweeperOptions options,
    TimeProvider time,
    ILogger logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Interval, time, stoppingToken).ConfigureAwait(false);
            foreach (string bucket in options.Buckets)
            {
                await SweepAsync(bucket, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SweepAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<SweptUpload> swept = await incomplete.SweepAsync(
                provider, bucket, options.MaxAge, dryRun: false, options.KeyPrefix, time, logger, cancellationToken).ConfigureAwait(false);
            if (swept.Count(upload => upload.IsAborted) is var count and > 0)
            {
                Log.Swept(logger, count, bucket, options.MaxAge);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look may find the storage in a better state.
            Log.SweepFailed(logger, bucket, failure);
        }
    }
}
