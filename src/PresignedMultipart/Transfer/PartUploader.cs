using System.Net;
using Microsoft.Extensions.Logging;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Sends one part, with every attempt that it takes: each has a URL of its own and reads the part anew.</summary>
/// <remarks>Retries live here, above the HTTP stack: a handler below could neither sign again nor replay a body that it does not own.</remarks>
internal sealed class PartUploader(
    HttpMessageInvoker http,
    Bandwidth? bandwidth,
    PartSource source,
    IPartUrls urls,
    UploadIntegrity integrity,
    TransferGate gate,
    MultipartUploadOptions options,
    ProgressTally tally,
    SlowTail? tail,
    UploadFailures failures,
    TimeProvider time,
    ILogger logger)
{
    private readonly PartDelivery _delivery = new(
        new PartSender(http, bandwidth, integrity, options, failures, time), source, urls, integrity, gate, tail, failures, logger);

    public async Task<PartReceipt> UploadAsync(Part part, CancellationToken cancellationToken)
    {
        var partTally = new PartTally(tally);
        var tries = new PartTries(options, gate.Contact);
        bool askFirst = false;
        while (true)
        {
            tries.Begin();
            Attempt result = await _delivery.DeliverAsync(part, askFirst, partTally, cancellationToken).ConfigureAwait(false);
            if (result.Receipt is { } receipt)
            {
                source.Release(part);
                tally.Acknowledged(part);
                gate.Acknowledge(part.Length);
                return receipt;
            }

            failures.Follow(result);
            bool expired = HasExpired(result);
            // A storage that refuses before it has the body may close at once; then the write fails and the refusal goes unread. And
            // where one URL was expired, the next may be.
            askFirst = result.LineFailure is not null || expired;
            if (expired && tries.TryRenew())
            {
                Log.UrlRenewed(logger, part.Number, result.Reason);
                continue;
            }

            if (!result.IsSummed && result.Error is { WantsChecksum: true } && integrity.TrySign())
            {
                Log.ChecksumsDemanded(logger, part.Number, result.Reason);
                continue;
            }

            if (!result.IsTransient || !tries.TryAgain(result))
            {
                throw failures.OfPart(part, tries, result);
            }

            await WaitAsync(part, tries, result, cancellationToken).ConfigureAwait(false);
        }
    }

    // Ceph 16 says no more than AccessDenied, as for a permission that is missing; and every Ceph so of a session that has ended.
    private bool HasExpired(Attempt result) =>
        result.Error is { } error
        && (error.IsExpiredUrl || (error is { StatusCode: HttpStatusCode.Forbidden, Code: "AccessDenied" } && (result.Url!.IsOfSession || result.Url.ExpiresAt <= (error.AnsweredAt ?? time.GetUtcNow()))));

    private async Task WaitAsync(Part part, PartTries tries, Attempt result, CancellationToken cancellationToken)
    {
        if (result.IsDamaged)
        {
            Log.PartDamaged(logger, part.Number, tries.Made, options.MaxAttempts, result.Reason);
            return;
        }

        TimeSpan delay = tries.Delay(result.RetryAfter);
        if (tries.Outage is { } outage)
        {
            Log.PartWaitsForStorage(logger, part.Number, outage, delay, result.Reason);
        }
        else
        {
            Log.PartRetried(logger, part.Number, tries.Made, options.MaxAttempts, delay, result.Reason);
        }

        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
    }
}
