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
        int attempt = 1;
        int renewals = 0;
        UploadOutcome outcome = UploadOutcome.NotCompleted;
        bool askFirst = false;
        while (true)
        {
            Checksum? signed;
            PresignedUrl url;
            int generation;
            Attempt result;
            // Waits for memory, so before the URL's age and the clock of the stall run. Given back before the wait for another attempt.
            using (PartBody body = await source.OpenAsync(part, cancellationToken).ConfigureAwait(false))
            {
                signed = await SumUpAsync(part, body, integrity.SignedAlgorithm, cancellationToken).ConfigureAwait(false);
                url = await TakeUrlAsync(part, signed, cancellationToken).ConfigureAwait(false);
                generation = gate.Generation;
                result = await _sender.SendAsync(part, body, url, signed, askFirst || urls.Clock.HasExpired(url), partTally, cancellationToken).ConfigureAwait(false);
            }

            urls.Clock.Learn(result.AnsweredAt);
            if (result.Receipt is { } receipt)
            {
                source.Release(part);
                tally.Acknowledged(part);
                gate.Acknowledge(part.Length);
                return receipt;
            }

            Report(result, generation);
            outcome = result.OutcomeAfter(outcome);
            bool expired = HasExpired(url, result.Error);
            // A storage that refuses before it has the body may close at once; then the write fails and the refusal goes unread. And
            // where one URL was expired, the next may be.
            askFirst = result.LineFailure is not null || expired;
            if (expired && renewals < PartRetry.MaxRenewals)
            {
                renewals++;
                Log.UrlRenewed(logger, part.Number, result.Reason);
                continue;
            }

            if (signed is null && result.Error is { WantsChecksum: true } && integrity.TrySign())
            {
                Log.ChecksumsDemanded(logger, part.Number, result.Reason);
                continue;
            }

            if (!result.IsTransient || attempt >= options.MaxAttempts)
            {
                throw failures.OfPart(part, attempt, result, url, outcome);
            }

            await WaitAsync(part, attempt, result, cancellationToken).ConfigureAwait(false);
            attempt++;
        }
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

    private async ValueTask<PresignedUrl> TakeUrlAsync(Part part, Checksum? checksum, CancellationToken cancellationToken)
    {
        try
        {
            return await urls.TakeAsync(part, checksum, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            throw failures.OfProvider($"Signing part {part.Number} of", refusal, part: part);
        }
    }

    // Ceph 16 says no more than AccessDenied, as for a permission that is missing.
    private bool HasExpired(PresignedUrl url, S3Error? error) =>
        error is not null && (error.IsExpiredUrl || (error is { StatusCode: HttpStatusCode.Forbidden, Code: "AccessDenied" } && url.ExpiresAt <= (error.AnsweredAt ?? time.GetUtcNow())));

    private void Report(Attempt failed, int generation)
    {
        if (failed.LineFailure is not null)
        {
            gate.FailLine(generation);
        }
        else if (failed.Error is { } error && PartRetry.IsRefusalOfLoad(error))
        {
            gate.Refuse(generation);
        }
    }

    private async Task WaitAsync(Part part, int attempt, Attempt result, CancellationToken cancellationToken)
    {
        if (result.IsDamaged)
        {
            Log.PartDamaged(logger, part.Number, attempt, options.MaxAttempts, result.Reason);
            return;
        }

#pragma warning disable CA5394 // Jitter spreads load; nobody gains by guessing it.
        TimeSpan delay = PartRetry.Delay(attempt, options, result.Error?.RetryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394
        Log.PartRetried(logger, part.Number, attempt, options.MaxAttempts, delay, result.Reason);
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
    }
}
