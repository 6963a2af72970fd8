using System.Net;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>Deletes uploads and their parts, until the storage says that they are gone. Has its own time limit, because the caller's is over by then.</summary>
internal sealed class UploadAborter(StrictProvider provider, MultipartUploadOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxAborts = 6;

    private static readonly TimeSpan AbortPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether an upload that may have been completed can be aborted without harm to the object.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="startedAt">When it was begun.</param>
    public async Task<bool> IsHarmlessAsync(MultipartUpload upload, DateTimeOffset startedAt)
    {
        using var limit = new CancellationTokenSource(options.AbortTimeout, time);
        try
        {
            if (!await StandingObject.IsOfAsync(provider, upload, startedAt, limit.Token).ConfigureAwait(false))
            {
                return true;
            }

            Log.AbortWouldHarm(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId);
        }
        catch (Exception untold) when (untold is PresignedUrlProviderException || limit.IsCancellationRequested)
        {
            Log.AbortFailed(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, untold);
        }

        return false;
    }

    /// <summary>Whether the upload is gone. Parts that still run must have ended before.</summary>
    public async Task<bool> AbortAsync(MultipartUpload upload)
    {
        if (!provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Abort))
        {
            return false;
        }

        using var limit = new CancellationTokenSource(options.AbortTimeout, time);
        Exception? failure = null;
        try
        {
            for (int attempt = 1; attempt <= MaxAborts; attempt++)
            {
                try
                {
                    await provider.AbortMultipartUploadAsync(upload, limit.Token).ConfigureAwait(false);
                    // A part that the storage was still writing when it was aborted can stay behind: S3 says to repeat until none is listed.
                    if (!provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts) || !await provider.HasPartsAsync(upload, limit.Token).ConfigureAwait(false))
                    {
                        return true;
                    }
                }
                catch (Exception refused) when (!limit.IsCancellationRequested)
                {
                    failure = refused;
                    if (refused is PresignedUrlProviderException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented })
                    {
                        // No right, or no such call: so it will be in a second.
                        break;
                    }
                }

                await Task.Delay(AbortPause * attempt, time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception late) when (limit.IsCancellationRequested)
        {
            failure ??= late;
        }

        Log.AbortFailed(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, failure);
        return false;
    }
}
