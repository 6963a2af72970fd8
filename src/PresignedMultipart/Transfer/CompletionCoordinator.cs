using System.Net;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Ends an upload: completes it, and finds out what became of the object when the answer was lost; or aborts it, until the storage
/// says that it is gone.
/// </summary>
internal sealed class CompletionCoordinator(
    IPresignedUrlProvider provider,
    MultipartUpload upload,
    UploadIntegrity integrity,
    MultipartUploadOptions options,
    UploadFailures failures,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxAborts = 6;

    private static readonly TimeSpan AbortPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The object that the storage made, with its sum where it told.</summary>
    /// <exception cref="UploadException">It was not made, or nobody knows, or its sum is not that of the bytes sent.</exception>
    public async Task<StoredObject> CompleteAsync(IReadOnlyList<PartReceipt> receipts, CancellationToken cancellationToken)
    {
        Checksum? whole = integrity.Whole(receipts);
        StoredObject stored = await JoinAsync(receipts, whole, cancellationToken).ConfigureAwait(false);
        if (stored.Checksum is null && integrity.IsAgreed)
        {
            stored = await WithChecksumAsync(stored, cancellationToken).ConfigureAwait(false);
        }

        // Ceph 20 takes a wrong CRC-64/NVME for a right one; what it answers is its own.
        return integrity.Confirms(stored.Checksum, receipts) != false ? stored : throw failures.OfDamage(whole!, stored.Checksum!);
    }

    /// <summary>Whether the upload is gone. Has its own time limit; parts that still run must have ended before.</summary>
    public async Task<bool> AbortAsync()
    {
        if (!Can(PresignedUrlProviderCapabilities.Abort))
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
                    if (!Can(PresignedUrlProviderCapabilities.ListParts) || !await HasPartsAsync(limit.Token).ConfigureAwait(false))
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

    private async Task<StoredObject> JoinAsync(IReadOnlyList<PartReceipt> receipts, Checksum? whole, CancellationToken cancellationToken)
    {
        CompletedPart[] parts = [.. receipts.Select(receipt => receipt.Part)];
        long length = receipts.Sum(receipt => receipt.Length);
        try
        {
            return await provider.CompleteMultipartUploadAsync(upload, parts, length, integrity.IsAgreed ? whole : null, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsOutcomeUnknown || refusal.IsNoSuchUpload)
        {
            Log.CompletionUnanswered(logger, upload.Target.Bucket, upload.Target.Key, upload.UploadId, refusal.Message);
            return await ReconcileAsync(refusal, parts, length, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            throw failures.OfProvider("Completing", refusal);
        }
    }

    /// <summary>Looks for the sum that the storage agreed to keep but did not answer.</summary>
    private async Task<StoredObject> WithChecksumAsync(StoredObject stored, CancellationToken cancellationToken)
    {
        try
        {
            // The ETag tells that it is still the same object.
            return Can(PresignedUrlProviderCapabilities.HeadObject)
                && await provider.HeadObjectAsync(upload, cancellationToken).ConfigureAwait(false) is { Checksum: not null } found && found.ETag == stored.ETag
                ? found
                : stored;
        }
        catch (PresignedUrlProviderException)
        {
            // The object stands. That its sum cannot be asked for makes it unconfirmed, not failed.
            return stored;
        }
    }

    private async Task<StoredObject> ReconcileAsync(
        PresignedUrlProviderException refusal,
        IReadOnlyList<CompletedPart> parts,
        long objectLength,
        CancellationToken cancellationToken)
    {
        UploadOutcome outcome;
        try
        {
            if (!Can(PresignedUrlProviderCapabilities.HeadObject))
            {
                outcome = UploadOutcome.Unknown;
            }
            else if (await provider.HeadObjectAsync(upload, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                outcome = UploadOutcome.NotCompleted;
            }
            else if (found.Length == objectLength && MultipartETag.Expect(parts) is { } expected && expected.Equals(found.ETag?.Trim('"'), StringComparison.OrdinalIgnoreCase))
            {
                return found;
            }
            else
            {
                // Another object stands there. If the upload still waits, it did not replace that object.
                outcome = Can(PresignedUrlProviderCapabilities.ListParts) && await HasPartsAsync(cancellationToken).ConfigureAwait(false)
                    ? UploadOutcome.NotCompleted
                    : UploadOutcome.Unknown;
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever kept us from looking: what is to be reported is the completion's failure.
            outcome = UploadOutcome.Unknown;
        }

        throw failures.OfProvider("Completing", refusal, outcome);
    }

    private async Task<bool> HasPartsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (StoredPart _ in provider.ListPartsAsync(upload, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsNoSuchUpload)
        {
        }

        return false;
    }

    private bool Can(PresignedUrlProviderCapabilities capability) => provider.Capabilities.HasFlag(capability);
}
