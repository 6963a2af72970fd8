using System.Net;
using Microsoft.Extensions.Logging;
using PresignedMultipart.Journaling;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Finds out whether an upload that a journal has can be gone on with, and with which of its parts.</summary>
internal sealed class UploadResumption(UploadServices services, PatientCalls calls, AbandonedUploads abandoned)
{
    private const string Doing = "Listing the parts of";

    private readonly StrictProvider _provider = services.Provider;
    private readonly MultipartUploadOptions _options = services.Options;
    private readonly ILogger _logger = services.Logger;

    /// <summary>Where to go on; <see langword="null"/> when the upload is to begin anew, and what there was is aborted.</summary>
    /// <exception cref="UploadException">Nobody could say which parts the storage has.</exception>
    public async Task<ResumePoint?> FindAsync(UploadRecord record, UploadTarget target, long objectLength, CancellationToken cancellationToken)
    {
        if (record.Length != objectLength
            || record.Checksum != _options.Checksum
            || !record.IsOf(target)
            || PartPlan.Resume(objectLength, record.PartSize, _options) is not { } plan)
        {
            Log.ResumeRefused(_logger, target.Bucket, target.Key);
            await services.CleanUps.FinishAsync(abandoned.AbortHarmlesslyAsync(record.ToUpload(), record.StartedAt), cancellationToken).ConfigureAwait(false);
            return null;
        }

        MultipartUpload upload = record.ToUpload(target);
        Dictionary<int, PartReceipt> recorded = record.Parts.Where(part => IsPart(part, plan)).ToDictionary(part => part.Number, Receipt);
        ResumePoint? point;
        try
        {
            point = new ResumePoint(upload, plan, record.StartedAt, await calls.MakeAsync(Doing, () => ConfirmAsync(upload, plan, recorded, cancellationToken), cancellationToken, isQuestion: true).ConfigureAwait(false));
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsNoSuchUpload)
        {
            // Completed, when the process ended before it could write that down; or lost.
            point = recorded.Count == plan.PartCount ? new ResumePoint(upload, plan, record.StartedAt, recorded, IsVanished: true) : null;
        }
        catch (PresignedUrlProviderException refusal) when (refusal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
        {
            point = new ResumePoint(upload, plan, record.StartedAt, recorded);
        }
        catch (PresignedUrlProviderException refusal)
        {
            UploadException failure = new UploadFailures(upload.Target, upload).OfProvider(Doing, refusal);
            failure.CanResume = failure.LeftParts = true;
            throw failure;
        }

        if (point is null)
        {
            Log.UploadVanished(_logger, target.Bucket, target.Key, upload.UploadId);
        }
        else
        {
            Log.UploadResumed(_logger, target.Bucket, target.Key, upload.UploadId, point.Found.Count, plan.PartCount!.Value);
        }

        return point;
    }

    /// <summary>What the journal has and the storage lists; and what only the storage has, with a sum of it.</summary>
    private async Task<Dictionary<int, PartReceipt>> ConfirmAsync(MultipartUpload upload, PartPlan plan, Dictionary<int, PartReceipt> recorded, CancellationToken cancellationToken)
    {
        if (!_provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts))
        {
            return recorded;
        }

        var confirmed = new Dictionary<int, PartReceipt>();
        await foreach (StoredPart stored in _provider.ListPartsAsync(upload, cancellationToken).ConfigureAwait(false))
        {
            if (stored.PartNumber < 1 || stored.PartNumber > plan.PartCount || stored.Length != plan[stored.PartNumber].Length)
            {
                continue;
            }

            if (recorded.TryGetValue(stored.PartNumber, out PartReceipt? receipt) && IntactParts.HasETagOf(stored, receipt))
            {
                confirmed[stored.PartNumber] = receipt;
            }
            else if (stored.Checksum is { } sum && sum.Algorithm == _options.Checksum && stored.ETag.Length > 0)
            {
                confirmed[stored.PartNumber] = new PartReceipt(new CompletedPart(stored.PartNumber, stored.ETag, sum), stored.Length, VersionId: null, IsChecksumSigned: false, IsChecksumConfirmed: true);
            }
        }

        return confirmed;
    }

    private static bool IsPart(JournaledPartLine part, PartPlan plan) => part.Number >= 1 && part.Number <= plan.PartCount && part.Length == plan[part.Number].Length;

    private PartReceipt Receipt(JournaledPartLine part) =>
        new(new CompletedPart(part.Number, part.ETag, new Checksum(_options.Checksum, part.Checksum)), part.Length, VersionId: null, part.IsChecksumSigned, part.IsChecksumConfirmed);
}
