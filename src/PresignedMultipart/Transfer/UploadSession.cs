using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>One upload, from the plan to the result: begun, or gone on with where an earlier run stopped.</summary>
internal sealed class UploadSession(UploadServices services, PartSource source, UploadTarget target, UploadControl control)
{
    // What arrives late arrives once.
    private const int MaxMended = 2;

    private readonly StrictProvider _provider = services.Provider;
    private readonly MultipartUploadOptions _options = services.Options;
    private readonly AbandonedUploads _abandoned = new(new UploadAborter(services.Provider, services.Options, services.Time, services.Logger), services.Journal, services.Time, services.Logger);
    private readonly PatientCalls _calls = new(services, target);
    private PartPlan _plan = null!;
    private ProgressTally _tally = null!;

    /// <summary>Runs it, once, and disposes of the source.</summary>
    public async Task<UploadResult> RunAsync(IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        await using (source.ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
            return _plan.IsSinglePut || !source.IsRepeatable || services.Journal is not { } journal
                ? await RunAsync(recorder: null, earlier: null, progress, cancellationToken).ConfigureAwait(false)
                : await RunAsync(journal, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<UploadResult> RunAsync(Journaling.StorageJournal journal, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        UploadRecorder recorder = await UploadRecorder.OpenAsync(journal, journal.NameOf(target), services.Time, services.Logger, cancellationToken).ConfigureAwait(false);
        await using (recorder.ConfigureAwait(false))
        {
            try
            {
                ResumePoint? earlier = recorder.Record is { } record ? await FindAsync(record, cancellationToken).ConfigureAwait(false) : null;
                return await RunAsync(recorder, earlier, progress, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                if (!control.TryKeep())
                {
                    await recorder.ForgetAsync(cancellationToken).ConfigureAwait(false);
                }

                throw;
            }
        }
    }

    private async Task<ResumePoint?> FindAsync(Journaling.UploadRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await new UploadResumption(services, _calls, _abandoned).FindAsync(record, target, _plan.ObjectLength!.Value, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (!control.TryKeep())
            {
                await _abandoned.AbortHarmlesslyAsync(record.ToUpload(), record.StartedAt).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private async Task<UploadResult> RunAsync(UploadRecorder? recorder, ResumePoint? earlier, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        Begin(earlier?.Plan ?? _plan);
        var reporter = new ProgressReporter<UploadProgress>(isCompleted => _tally.Snapshot(isCompleted), progress, _options.ProgressInterval, services.Time, services.Logger);
        await using (reporter.ConfigureAwait(false))
        {
            UploadResult result = _plan.IsSinglePut ? await PutObjectAsync(cancellationToken).ConfigureAwait(false)
                : earlier is null ? await BeginUploadAsync(recorder, cancellationToken).ConfigureAwait(false)
                : await ResumeUploadAsync(earlier, recorder!, cancellationToken).ConfigureAwait(false);

            await reporter.CompleteAsync().ConfigureAwait(false);
            Log.UploadCompleted(services.Logger, result.Length, result.Bucket, result.Key, result.Elapsed);
            return result;
        }
    }

    private async ValueTask<PartPlan> PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.PlanAsync(_options, _provider.Capabilities, cancellationToken).ConfigureAwait(false);
        }
        catch (PartSourceException failed)
        {
            throw new UploadFailures(target, upload: null).OfSource(failed.Cause);
        }
    }

    private async Task<UploadResult> PutObjectAsync(CancellationToken cancellationToken)
    {
        var failures = new UploadFailures(target, upload: null);
        var integrity = new UploadIntegrity(_options, _provider.Capabilities, upload: null);
        var urls = new ObjectUrls(_provider, target, services.Time);
        PartReceipt[] receipts = await Transfer(ResumePoint.Nothing, areOfThisRun: false, recorder: null).PutObjectAsync(urls, integrity, failures, cancellationToken).ConfigureAwait(false);

        // The object stands by now, of bytes from before and after the change.
        EnsureSourceUnchanged(failures, UploadOutcome.Unknown);
        return Result(urls.Target, null, new StoredObject { ETag = receipts[0].Part.ETag, VersionId = receipts[0].VersionId }, receipts, integrity.Whole(receipts), confirmed: null);
    }

    private async Task<UploadResult> ResumeUploadAsync(ResumePoint earlier, UploadRecorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            recorder.GoOn();
            return await UploadPartsAsync(earlier, recorder, cancellationToken).ConfigureAwait(false);
        }
        catch (UploadException lost) when (FailedUpload.BeginsAnew(earlier, lost))
        {
            // What the journal had is not what the storage has. Whether it was completed nobody can tell, and to send the same bytes again is right either way.
            LogLost(earlier.Upload, lost);
        }

        Begin(_plan);
        return await BeginUploadAsync(recorder, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadResult> BeginUploadAsync(UploadRecorder? recorder, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = services.Time.GetUtcNow();
        MultipartUpload upload = await new UploadCreation(services, _calls, _abandoned, target).RunAsync(_plan.ObjectLength, cancellationToken).ConfigureAwait(false);
        return await UploadPartsAsync(ResumePoint.New(upload, _plan, startedAt), recorder, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadResult> UploadPartsAsync(ResumePoint start, UploadRecorder? recorder, CancellationToken cancellationToken)
    {
        MultipartUpload upload = start.Upload;
        var failures = new UploadFailures(upload.Target, upload);
        var integrity = new UploadIntegrity(_options, _provider.Capabilities, upload);
        var completion = new CompletionCoordinator(_provider, _calls, start, integrity, failures, services.Logger);
        StoredObject? stored = null;
        PartReceipt[] receipts;
        try
        {
            if (recorder is not null && start.IsNew)
            {
                await recorder.BeginAsync(target, upload, _plan, integrity.Algorithm, source.Path, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            PartTransfer transfer = Transfer(start.Found, areOfThisRun: false, recorder);
            int mended = 0;
            do
            {
                receipts = await transfer.SendPartsAsync(integrity, (parts, stop) => _provider.PresignPartsAsync(upload, parts, stop), failures, cancellationToken).ConfigureAwait(false);
                EnsureSourceUnchanged(failures, UploadOutcome.NotCompleted);
                try
                {
                    stored = await completion.CompleteAsync(receipts, cancellationToken).ConfigureAwait(false);
                }
                catch (UploadException refused) when (refused.ErrorCode == "InvalidPart" && source.IsRepeatable && mended < MaxMended)
                {
                    IReadOnlyDictionary<int, PartReceipt> intact = await IntactParts.FindAsync(_provider, upload, receipts, cancellationToken).ConfigureAwait(false);
                    if (intact.Count == receipts.Length)
                    {
                        throw;
                    }

                    mended++;
                    Lose(upload, receipts, intact, start.Found);
                    transfer = Transfer(intact, areOfThisRun: true, recorder);
                }
            }
            while (stored is null);
        }
        catch (Exception failure)
        {
            bool hasLeftParts = await EndFailedAsync(failure, start, completion.MayBeDone, recorder, cancellationToken).ConfigureAwait(false);
            if (hasLeftParts && cancellationToken.IsCancellationRequested)
            {
                throw failures.OfRemains(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        if (recorder is not null)
        {
            await recorder.ForgetAsync(cancellationToken).ConfigureAwait(false);
        }

        return Result(upload.Target, upload, stored, receipts, integrity.Whole(receipts), integrity.Confirms(stored.Checksum, receipts));
    }

    private void Lose(MultipartUpload upload, PartReceipt[] receipts, IReadOnlyDictionary<int, PartReceipt> intact, IReadOnlyDictionary<int, PartReceipt> found)
    {
        Log.PartsLost(services.Logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, receipts.Length - intact.Count);
        foreach (PartReceipt lost in receipts.Where(receipt => !intact.ContainsKey(receipt.Part.PartNumber)))
        {
            _tally.Lost(lost, wasFound: ReferenceEquals(found.GetValueOrDefault(lost.Part.PartNumber), lost));
        }
    }

    /// <summary>Leaves the upload to be gone on with where a journal has it, and nothing otherwise. Whether parts stay that nobody goes on with.</summary>
    private async Task<bool> EndFailedAsync(Exception failure, ResumePoint start, bool mayBeCompleted, UploadRecorder? recorder, CancellationToken cancellationToken)
    {
        // Cancelled before the log has it, nobody would ever find it. A log that was deleted takes no new upload.
        // One that begins anew goes on, and may still be aborted.
        bool isKept = recorder is { HasUpload: true } && (FailedUpload.BeginsAnew(start, failure) || (FailedUpload.IsWorthKeeping(failure) && control.TryKeep()));
        bool isGone = false;
        if (!isKept)
        {
            // Others may wait for the memory, and the storage may take its time.
            await source.DisposeAsync().ConfigureAwait(false);
            isGone = mayBeCompleted
                ? await _abandoned.AbortHarmlesslyAsync(start.Upload, start.StartedAt).ConfigureAwait(false)
                : await _abandoned.AbortAsync(start.Upload).ConfigureAwait(false);
            if (recorder is not null)
            {
                await recorder.ForgetAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (failure is UploadException failed)
        {
            failed.CanResume = isKept;
            failed.LeftParts = !isGone;
        }

        return !isKept && !isGone;
    }

    private void LogLost(MultipartUpload upload, UploadException lost)
    {
        if (FailedUpload.IsOfTicket(lost))
        {
            Log.TicketLost(services.Logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, lost.ErrorCode!);
        }
        else
        {
            Log.UploadVanished(services.Logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId);
        }
    }

    private PartTransfer Transfer(IReadOnlyDictionary<int, PartReceipt> found, bool areOfThisRun, UploadRecorder? recorder) => new(services, source, _plan, _tally, control, found, areOfThisRun, recorder);

    private void Begin(PartPlan plan)
    {
        _plan = plan;
        _tally = new ProgressTally(plan, services.Time);
        if (plan.ObjectLength is { } length)
        {
            Log.UploadStarted(services.Logger, length, target.Bucket, target.Key, plan.PartCount!.Value, plan.PartSize);
        }
        else
        {
            Log.UploadOfUnknownLengthStarted(services.Logger, target.Bucket, target.Key, plan.PartSize, plan.MaxObjectLength);
        }
    }

    private void EnsureSourceUnchanged(UploadFailures failures, UploadOutcome outcome)
    {
        try
        {
            source.EnsureUnchanged();
        }
        catch (IOException changed)
        {
            throw failures.OfSource(changed, outcome: outcome);
        }
    }

    private UploadResult Result(UploadTarget chosen, MultipartUpload? upload, StoredObject stored, PartReceipt[] receipts, Checksum? checksum, bool? confirmed) =>
        new(chosen)
        {
            Length = _tally.BytesAcknowledged,
            ETag = stored.ETag,
            VersionId = stored.VersionId,
            Checksum = checksum,
            ChecksumConfirmation = checksum is null ? ChecksumConfirmation.None
                : confirmed == true || (upload is null && receipts[0].IsChecksumConfirmed) ? ChecksumConfirmation.WholeObject
                : receipts.All(receipt => receipt.IsChecksumConfirmed) ? ChecksumConfirmation.EachPart
                : receipts.All(receipt => receipt.IsChecksumSigned || receipt.IsChecksumConfirmed) ? ChecksumConfirmation.PartsAccepted
                : ChecksumConfirmation.None,
            UploadId = upload?.UploadId,
            PartCount = receipts.Length,
            PartSize = _plan.PartSize,
            BytesResent = _tally.BytesResent,
            BytesResumed = _tally.BytesFound,
            Elapsed = _tally.Elapsed,
            AbortDate = upload?.AbortDate,
            AbortRuleId = upload?.AbortRuleId,
        };
}
