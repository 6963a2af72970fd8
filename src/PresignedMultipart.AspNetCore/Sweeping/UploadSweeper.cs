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
        int swept = 0;
        DateTimeOffset limit = time.GetUtcNow() - options.MaxAge;
        try
        {
            await foreach (IncompleteUpload found in incomplete.ListIncompleteUploadsAsync(bucket, options.KeyPrefix, cancellationToken).ConfigureAwait(false))
            {
                if (found.InitiatedAt < limit && await TryAbortAsync(found.Upload, cancellationToken).ConfigureAwait(false))
                {
                    swept++;
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look may find the storage in a better state.
            Log.SweepFailed(logger, bucket, failure);
        }

        if (swept > 0)
        {
            Log.Swept(logger, swept, bucket, options.MaxAge);
        }
    }

    private async Task<bool> TryAbortAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await provider.AbortMultipartUploadAsync(upload, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PresignedUrlProviderException refusal)
        {
            Log.AbortFailed(logger, upload.Target.Bucket, upload.Target.Key, refusal);
            return false;
        }
    }
}
