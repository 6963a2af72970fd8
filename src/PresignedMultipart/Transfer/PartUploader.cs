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
    PresignedUrlWindow urls,
    UploadIntegrity integrity,
    TransferGate gate,
    MultipartUploadOptions options,
    ProgressTally tally,
    UploadFailures failures,
    TimeProvider time,
    ILogger logger)
{
    private readonly PartSender _sender = new(http, bandwidth, integrity, options, failures, time);

    public async Task<PartReceipt> UploadAsync(Part part, CancellationToken cancellationToken)
    {
        var partTally = new PartTally(tally);
        var tries = new PartTries(options, gate.Contact);
        UploadOutcome outcome = UploadOutcome.NotCompleted;
        bool askFirst = false;
        while (true)
        {
            tries.Begin();
            Attempt result = await TryAsync(part, askFirst, partTally, cancellationToken).ConfigureAwait(false);
            if (result.Receipt is { } receipt)
            {
                source.Release(part);
                tally.Acknowledged(part);
                gate.Acknowledge(part.Length);
                return receipt;
            }

            outcome = result.OutcomeAfter(outcome);
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
                throw failures.OfPart(part, tries, result, outcome);
            }

            await WaitAsync(part, tries, result, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Attempt> TryAsync(Part part, bool askFirst, PartTally partTally, CancellationToken cancellationToken)
    {
        // Waits for memory, so before the URL's age and the clock of the stall run. Given back before the wait for another attempt.
        using PartBody body = await source.OpenAsync(part, cancellationToken).ConfigureAwait(false);
        Checksum? checksum = await SumUpAsync(part, body, integrity.SignedAlgorithm, cancellationToken).ConfigureAwait(false);
        PresignedUrl url;
        try
        {
            url = await urls.TakeAsync(part, checksum, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            return new Attempt { SignerFailure = refusal };
        }

        int generation = gate.Generation;
        Attempt result = await _sender.SendAsync(part, body, url, checksum, askFirst || urls.Clock.HasExpired(url), partTally, cancellationToken).ConfigureAwait(false);
        urls.Clock.Learn(result.AnsweredAt);
        Report(result, generation);
        return result;
    }

    private async ValueTask<Checksum?> SumUpAsync(Part part, PartBody body, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (algorithm == ChecksumAlgorithm.None)
        {
            return null;
        }

        try
        {
            return await PartDigest.ReadAsync(body, algorithm, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.OfSource(failure, part);
        }
    }

    // Ceph 16 says no more than AccessDenied, as for a permission that is missing.
    private bool HasExpired(Attempt result) =>
        result.Error is { } error
        && (error.IsExpiredUrl || (error is { StatusCode: HttpStatusCode.Forbidden, Code: "AccessDenied" } && result.Url!.ExpiresAt <= (error.AnsweredAt ?? time.GetUtcNow())));

    private void Report(Attempt result, int generation)
    {
        if (!result.IsUnanswered)
        {
            gate.Contact.Heard();
        }

        if (result.LineFailure is not null)
        {
            gate.FailLine(generation);
        }
        else if (result.Error is { } error && PartRetry.IsRefusalOfLoad(error))
        {
            gate.Refuse(generation);
        }
    }

    private async Task WaitAsync(Part part, PartTries tries, Attempt result, CancellationToken cancellationToken)
    {
        if (result.IsDamaged)
        {
            Log.PartDamaged(logger, part.Number, tries.Made, options.MaxAttempts, result.Reason);
            return;
        }

#pragma warning disable CA5394 // Jitter spreads load; nobody gains by guessing it.
        TimeSpan delay = PartRetry.Delay(tries.Failed, options, result.RetryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394
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
