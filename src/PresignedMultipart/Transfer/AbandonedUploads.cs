using Microsoft.Extensions.Logging;
using PresignedMultipart.Journaling;

namespace PresignedMultipart.Transfer;

/// <summary>Aborts what is not to be gone on with. What cannot be aborted now is remembered in the journal, where there is one, and tried again by a sweep.</summary>
internal sealed class AbandonedUploads(UploadAborter aborter, StorageJournal? journal, TimeProvider time, ILogger logger)
{
    /// <summary>Aborts an upload that may have been completed, unless its object stands. Whether the upload is gone.</summary>
    public async Task<bool> AbortHarmlesslyAsync(MultipartUpload upload, DateTimeOffset startedAt)
    {
        switch (await aborter.IsHarmlessAsync(upload, startedAt).ConfigureAwait(false))
        {
            case true:
                return await AbortAsync(upload).ConfigureAwait(false);
            case null:
                await RememberAsync(upload).ConfigureAwait(false);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Whether the upload is gone.</summary>
    public async Task<bool> AbortAsync(MultipartUpload upload)
    {
        bool isGone = await aborter.AbortAsync(upload).ConfigureAwait(false);
        if (!isGone)
        {
            await RememberAsync(upload).ConfigureAwait(false);
        }

        return isGone;
    }

    private async Task RememberAsync(MultipartUpload upload)
    {
        if (journal is null)
        {
            return;
        }

        try
        {
            UploadRecorder recorder = await UploadRecorder.OpenAsync(journal, journal.NameOf(upload), time, logger, CancellationToken.None).ConfigureAwait(false);
            await using (recorder.ConfigureAwait(false))
            {
                await recorder.AbandonAsync(upload).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // That it could not be aborted is logged, and reported with the failure that led to it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.AbandonedNotRemembered(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, failure);
        }
    }
}
