using System.Net;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>Deletes uploads and their parts, until the storage says that they are gone. Has its own time limit, because the caller's is over by then.</summary>
internal sealed class UploadAborter(StrictProvider provider, MultipartUploadOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxAttempts = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether an upload that may have been completed can be aborted without harm to the object; <see langword="null"/> when the storage did not tell.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="startedAt">When it was begun.</param>
    public async Task<bool?> IsHarmlessAsync(MultipartUpload upload, DateTimeOffset startedAt)
    {
        bool stands = false;
        if (!await TryAsync(upload, Look).ConfigureAwait(false))
        {
            return null;
        }

        if (stands)
        {
            Log.AbortWouldHarm(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId);
        }

        return !stands;

        async Task<bool> Look(CancellationToken cancellationToken)
        {
            stands = await StandingObject.IsOfAsync(provider, upload, startedAt, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Whether the upload is gone. Parts that still run must have ended before.</summary>
    public async Task<bool> AbortAsync(MultipartUpload upload)
    {
        return provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Abort) && await TryAsync(upload, Abort).ConfigureAwait(false);

        async Task<bool> Abort(CancellationToken cancellationToken)
        {
            await provider.AbortMultipartUploadAsync(upload, cancellationToken).ConfigureAwait(false);
            // A part that the storage was still writing when it was aborted can stay behind: S3 says to repeat until none is listed.
            return !provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts) || !await provider.HasPartsAsync(upload, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks until it is done, or it is too late.</summary>
    private async Task<bool> TryAsync(MultipartUpload upload, Func<CancellationToken, Task<bool>> ask)
    {
        using var limit = new CancellationTokenSource(options.AbortTimeout, time);
        Exception? failure = null;
        try
        {
            for (int attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                try
                {
                    if (await ask(limit.Token).ConfigureAwait(false))
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

                await Task.Delay(Pause * attempt, time, limit.Token).ConfigureAwait(false);
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
