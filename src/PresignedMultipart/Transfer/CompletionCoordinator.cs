using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>Completes an upload, and finds out what became of the object when the answer was lost.</summary>
internal sealed class CompletionCoordinator(
    StrictProvider provider,
    PatientCalls calls,
    ResumePoint start,
    UploadIntegrity integrity,
    UploadFailures failures,
    ILogger logger)
{
    private const string Doing = "Completing";

    // A list of parts that was garbled under way is refused before anything is done.
    private const int MaxGarbled = 2;

    private readonly MultipartUpload _upload = start.Upload;
    private int _asked;

    /// <summary>Whether the object may stand, since it was asked for, by this run or an earlier one.</summary>
    public bool MayBeDone => _asked > 0 || !start.IsNew;

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

    private async Task<StoredObject> JoinAsync(IReadOnlyList<PartReceipt> receipts, Checksum? whole, CancellationToken cancellationToken)
    {
        try
        {
            return await AskUngarbledAsync(receipts, integrity.IsAgreed ? whole : null, cancellationToken).ConfigureAwait(false);
        }
        // What is refused after it was asked for before may be what the first time has done.
        catch (PresignedUrlProviderException refusal) when (start.IsVanished || _asked > 1 || refusal.IsOutcomeUnknown || refusal.IsNoSuchUpload)
        {
            Log.CompletionUnanswered(logger, _upload.Target.Bucket, _upload.Target.Key, _upload.UploadId, refusal.Message);
            return await ReconcileAsync(refusal, receipts, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            throw failures.OfProvider(Doing, refusal);
        }
    }

    private async Task<StoredObject> AskUngarbledAsync(IReadOnlyList<PartReceipt> receipts, Checksum? checksum, CancellationToken cancellationToken)
    {
        for (int garbled = 0; ; garbled++)
        {
            try
            {
                return await AskAsync(receipts, checksum, cancellationToken).ConfigureAwait(false);
            }
            catch (PresignedUrlProviderException refusal) when (refusal.ErrorCode == "MalformedXML" && garbled < MaxGarbled)
            {
                Log.CompletionGarbled(logger, _upload.Target.Bucket, _upload.Target.Key, _upload.UploadId);
            }
        }
    }

    private Task<StoredObject> AskAsync(IReadOnlyList<PartReceipt> receipts, Checksum? checksum, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            Doing,
            async () =>
            {
                // To ask a second time may do harm.
                if (MayBeDone && await StandingObject.FindAsync(provider, _upload, cancellationToken).ConfigureAwait(false) is { } found
                    && IsOf(receipts, found) && (HasMarker(found) || StandingObject.IsSince(found, start.StartedAt)))
                {
                    return found;
                }

                _asked++;
                CompletedPart[] parts = [.. receipts.Select(receipt => receipt.Part)];
                return await provider.CompleteMultipartUploadAsync(_upload, parts, LengthOf(receipts), checksum, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Looks for the sum that the storage agreed to keep but did not answer.</summary>
    private async Task<StoredObject> WithChecksumAsync(StoredObject stored, CancellationToken cancellationToken)
    {
        try
        {
            // The ETag tells that it is still the same object.
            return Can(PresignedUrlProviderCapabilities.HeadObject)
                && await provider.HeadObjectAsync(_upload, cancellationToken).ConfigureAwait(false) is { Checksum: not null } found && found.ETag?.Trim('"') == stored.ETag?.Trim('"')
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
        IReadOnlyList<PartReceipt> receipts,
        CancellationToken cancellationToken)
    {
        UploadOutcome outcome;
        try
        {
            if (!Can(PresignedUrlProviderCapabilities.HeadObject))
            {
                outcome = UploadOutcome.Unknown;
            }
            else if (await LookAsync(cancellationToken).ConfigureAwait(false) is not { } found)
            {
                outcome = UploadOutcome.NotCompleted;
            }
            else if (IsOf(receipts, found))
            {
                return found;
            }
            else
            {
                // Another object stands there. If the upload still waits, it did not replace that object.
                outcome = Can(PresignedUrlProviderCapabilities.ListParts) && await provider.HasPartsAsync(_upload, cancellationToken).ConfigureAwait(false)
                    ? UploadOutcome.NotCompleted
                    : UploadOutcome.Unknown;
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever kept us from looking: what is to be reported is the completion's failure.
            outcome = UploadOutcome.Unknown;
        }

        throw failures.OfProvider(Doing, refusal, outcome);
    }

    private async Task<StoredObject?> LookAsync(CancellationToken cancellationToken)
    {
        StoredObject? found = await provider.HeadObjectAsync(_upload, cancellationToken).ConfigureAwait(false);
        return found is null && Can(PresignedUrlProviderCapabilities.ListParts) && !await provider.HasPartsAsync(_upload, cancellationToken).ConfigureAwait(false)
            // Neither object nor parts: a storage that was still at it may have made the object between the two questions.
            ? await provider.HeadObjectAsync(_upload, cancellationToken).ConfigureAwait(false)
            : found;
    }

    private static long LengthOf(IReadOnlyList<PartReceipt> receipts) => receipts.Sum(receipt => receipt.Length);

    private bool IsOf(IReadOnlyList<PartReceipt> receipts, StoredObject found) =>
        found.Length == LengthOf(receipts) && (HasETagOf(receipts, found) || HasMarker(found) || integrity.Confirms(found.Checksum, receipts) == true);

    private static bool HasETagOf(IReadOnlyList<PartReceipt> receipts, StoredObject found) =>
        MultipartETag.Expect([.. receipts.Select(receipt => receipt.Part)]) is { } expected && expected.Equals(found.ETag?.Trim('"'), StringComparison.OrdinalIgnoreCase);

    private bool HasMarker(StoredObject found) => _upload.Marker is { Length: > 0 } marker && found.Marker == marker;

    private bool Can(PresignedUrlProviderCapabilities capability) => provider.Capabilities.HasFlag(capability);
}
