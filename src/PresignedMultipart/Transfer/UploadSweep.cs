using Microsoft.Extensions.Logging;
using PresignedMultipart.Journaling;

namespace PresignedMultipart.Transfer;

/// <summary>Aborts what nobody will come back for: what the storage lists, and what the journal remembers.</summary>
internal sealed class UploadSweep(UploadAborter aborter, IIncompleteUploads? incomplete, StorageJournal? journal, TimeProvider time, ILogger logger)
{
    public async Task<IReadOnlyList<SweptUpload>> RunAsync(string bucket, TimeSpan olderThan, string keyPrefix, bool dryRun, CancellationToken cancellationToken)
    {
        DateTimeOffset limit = time.GetUtcNow() - olderThan;
        var swept = new List<SweptUpload>();
        if (incomplete is not null)
        {
            await foreach (IncompleteUpload found in incomplete.ListIncompleteUploadsAsync(bucket, keyPrefix, cancellationToken).ConfigureAwait(false))
            {
                if (found.InitiatedAt < limit)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    swept.Add(await SweepAsync(found.Upload, found.InitiatedAt, dryRun).ConfigureAwait(false));
                }
            }
        }

        if (journal is not null)
        {
            await SweepJournalAsync(journal, bucket, keyPrefix, limit, dryRun, swept, cancellationToken).ConfigureAwait(false);
        }

        return swept;
    }

    /// <summary>Aborts the upload that the journal has for a target. <see langword="false"/> when it has none, or the storage refused.</summary>
    public async Task<bool> DiscardAsync(UploadTarget target, CancellationToken cancellationToken)
    {
        UploadRecorder recorder = await UploadRecorder.OpenAsync(journal!, journal!.NameOf(target), time, logger, cancellationToken).ConfigureAwait(false);
        await using (recorder.ConfigureAwait(false))
        {
            bool isGone = recorder.Record is { } record && await AbortAsync(record.ToUpload(), record.StartedAt).ConfigureAwait(false);
            if (isGone || recorder.Record is null)
            {
                await recorder.ForgetAsync(cancellationToken).ConfigureAwait(false);
            }

            return isGone;
        }
    }

    private async Task SweepJournalAsync(StorageJournal journal, string bucket, string keyPrefix, DateTimeOffset limit, bool dryRun, List<SweptUpload> swept, CancellationToken cancellationToken)
    {
        foreach (UploadRecord record in await ReadAsync(journal, cancellationToken).ConfigureAwait(false))
        {
            MultipartUpload upload = record.ToUpload();
            if (upload.Target.Bucket != bucket || !upload.Target.Key.StartsWith(keyPrefix, StringComparison.Ordinal) || record.StartedAt >= limit)
            {
                continue;
            }

            if (await TakeAsync(journal, record, cancellationToken).ConfigureAwait(false) is not { } recorder)
            {
                continue;
            }

            await using (recorder.ConfigureAwait(false))
            {
                int listed = swept.FindIndex(found => found.UploadId == upload.UploadId && found.Key == upload.Target.Key);
                if (listed < 0)
                {
                    listed = swept.Count;
                    swept.Add(await SweepAsync(upload, record.StartedAt, dryRun).ConfigureAwait(false));
                }

                if (swept[listed].IsAborted)
                {
                    await recorder.ForgetAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<SweptUpload> SweepAsync(MultipartUpload upload, DateTimeOffset initiatedAt, bool dryRun)
    {
        bool? isHarmless = await aborter.IsHarmlessAsync(upload, initiatedAt).ConfigureAwait(false);
        bool isGone = !dryRun && isHarmless == true && await aborter.AbortAsync(upload).ConfigureAwait(false);
        if (isGone)
        {
            Log.UploadSwept(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, initiatedAt);
        }

        return new SweptUpload(upload.Target.Bucket, upload.Target.Key, upload.UploadId, initiatedAt, isGone) { HasObject = isHarmless == false };
    }

    private async Task<bool> AbortAsync(MultipartUpload upload, DateTimeOffset startedAt) =>
        await aborter.IsHarmlessAsync(upload, startedAt).ConfigureAwait(false) == true && await aborter.AbortAsync(upload).ConfigureAwait(false);

    /// <summary>All of them at once: a log that is deleted while they are listed may hide another.</summary>
    private static async Task<List<UploadRecord>> ReadAsync(StorageJournal journal, CancellationToken cancellationToken)
    {
        var records = new List<UploadRecord>();
        try
        {
            await foreach (UploadRecord record in journal.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                records.Add(record);
            }
        }
        catch (NotSupportedException)
        {
            // It finds logs by name only; what the storage lists is all there is.
        }

        return records;
    }

    /// <summary>Opens a log, so that nobody goes on with its upload meanwhile; <see langword="null"/> when somebody has, or has begun another one.</summary>
    private async Task<UploadRecorder?> TakeAsync(StorageJournal journal, UploadRecord record, CancellationToken cancellationToken)
    {
        UploadRecorder recorder;
        try
        {
            recorder = await UploadRecorder.OpenAsync(journal, record.Name, time, logger, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception taken) when (taken is IOException or InvalidDataException)
        {
            return null;
        }

        if (recorder.Record?.Run == record.Run)
        {
            return recorder;
        }

        await recorder.DisposeAsync().ConfigureAwait(false);
        return null;
    }
}
