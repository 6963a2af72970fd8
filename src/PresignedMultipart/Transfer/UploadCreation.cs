namespace PresignedMultipart.Transfer;

/// <summary>Creates an upload, and leaves none behind of which nobody learns the id.</summary>
internal sealed class UploadCreation(UploadServices services, PatientCalls calls, AbandonedUploads abandoned, UploadTarget target)
{
    private const string Doing = "Creating the upload of";

    public async Task<MultipartUpload> RunAsync(long? objectLength, CancellationToken cancellationToken)
    {
        var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.Time);
        ChecksumAlgorithm checksum = services.Provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums) ? services.Options.Checksum : ChecksumAlgorithm.None;
        Task<MultipartUpload> creating = calls.MakeAsync(Doing, () => services.Provider.CreateMultipartUploadAsync(target, objectLength, checksum, limit.Token), cancellationToken);
        // An upload whose id nobody learnt cannot be aborted, so a creation that was sent is waited for longer than the caller does.
        if (!await services.CleanUps.WaitAsync(creating, cancellationToken).ConfigureAwait(false))
        {
            limit.CancelAfter(services.Options.AbortTimeout);
            services.CleanUps.Add(AbortLateAsync(creating, limit));
            throw new OperationCanceledException(cancellationToken);
        }

        limit.Dispose();
        try
        {
            return await creating.ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UploadFailures(target, upload: null).OfProvider(Doing, refusal);
        }
    }

    private async Task AbortLateAsync(Task<MultipartUpload> creating, CancellationTokenSource limit)
    {
        using (limit)
        {
            await ((Task)creating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (creating.IsCompletedSuccessfully)
            {
                await abandoned.AbortAsync(await creating.ConfigureAwait(false)).ConfigureAwait(false);
            }
            else if (limit.IsCancellationRequested)
            {
                Log.CreationUnanswered(services.Logger, target.Bucket, target.Key);
            }
        }
    }
}
