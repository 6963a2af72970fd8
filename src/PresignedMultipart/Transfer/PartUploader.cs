using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PresignedMultipart.Checksums;
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
                result = await SendAsync(part, body, url, BoundBy(url, signed), askFirst, partTally, cancellationToken).ConfigureAwait(false);
            }

            if (result.Receipt is { } receipt)
            {
                source.Release(part);
                tally.Acknowledged(part);
                gate.Acknowledge(part.Length);
                return receipt;
            }

            Report(result, generation);
            outcome = result.OutcomeAfter(outcome);
            // A storage that refuses before it has the body may close at once; then the write fails and the refusal goes unread.
            askFirst = result.LineFailure is not null;
            if (HasExpired(url, result.Error) && renewals < PartRetry.MaxRenewals)
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
                throw failures.OfPart(part, attempt, result, outcome);
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

    // A provider may say that it passes sums on, and yet leave them out; then the storage takes other bytes too.
    private static Checksum? BoundBy(PresignedUrl url, Checksum? checksum) => checksum is not null && url.Headers.Values.Contains(checksum.Value) ? checksum : null;

    // Ceph 16 says no more than AccessDenied, as for a permission that is missing; and every Ceph so of a session that has ended.
    private bool HasExpired(PresignedUrl url, S3Error? error) =>
        error is not null && (error.IsExpiredUrl || (error is { StatusCode: HttpStatusCode.Forbidden, Code: "AccessDenied" } && (url.IsOfSession || url.ExpiresAt <= time.GetUtcNow())));

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

    private async Task<Attempt> SendAsync(Part part, PartBody body, PresignedUrl url, Checksum? signed, bool askFirst, PartTally partTally, CancellationToken cancellationToken)
    {
        using PartChecksum? sum = signed?.Algorithm == integrity.Algorithm ? null : PartChecksum.Create(integrity.Algorithm);
        using var stall = new StallGuard(options.StallTimeout, time, cancellationToken);
        using var content = new PartContent(body, part.Length, partTally, stall, bandwidth, sum);
        using HttpRequestMessage request = ToRequest(url, content, askFirst);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, stall.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return ReadReceipt(part, response, sum is null ? signed : PartDigest.Finish(sum, integrity.Algorithm), isSigned: signed is not null);
            }

            S3Error error = await S3Error.ReadAsync(response, time, stall.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new Attempt { Error = error };
        }
        catch (Exception) when (content.SourceFailure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw failures.OfSource(content.SourceFailure, part);
        }
        catch (Exception failure) when (stall.HasStalled)
        {
            return new Attempt { LineFailure = new TimeoutException($"No byte moved for {options.StallTimeout.TotalSeconds:0.###} s.", failure) };
        }
        // A connection that is reset as soon as it stands comes out of HttpClient as it is.
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException && !cancellationToken.IsCancellationRequested)
        {
            return new Attempt { LineFailure = failure };
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The transport may report a cancelled write as a broken line.
            throw new OperationCanceledException(cancellationToken);
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

    private static HttpRequestMessage ToRequest(PresignedUrl url, PartContent content, bool askFirst)
    {
        // HTTP/1.1: over HTTP/2 all parts would share one connection, and its flow control.
        var request = new HttpRequestMessage(HttpMethod.Put, url.Uri)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        // What was signed and nothing else: an unsigned x-amz-* header is a 403, on Ceph an unsigned Content-Type too.
        foreach ((string name, string value) in url.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.ExpectContinue = askFirst ? true : null;
        return request;
    }

    private static Attempt ReadReceipt(Part part, HttpResponseMessage response, Checksum? sent, bool isSigned)
    {
        // As answered, without a parser: some stores leave out the quotes.
        string? etag = PartDigest.Header(response, "ETag");
        if (string.IsNullOrEmpty(etag))
        {
            return new Attempt { Error = new S3Error(response.StatusCode, null, "The storage took the bytes but answered no ETag; something between here and the storage may strip it.", PartDigest.Header(response, "x-amz-request-id"), null) };
        }

        string? stored = sent is null ? null : PartDigest.Answered(response, sent.Algorithm);
        bool? confirmed = stored is null ? null : SumText.AreEqual(stored, sent!.Value);
        return confirmed == false
            ? new Attempt { Damage = $"The storage's {sent!.Algorithm} of the bytes is {stored}, and that of the bytes sent is {sent.Value}." }
            : new Attempt { Receipt = new PartReceipt(new CompletedPart(part.Number, etag, sent), part.Length, PartDigest.Header(response, "x-amz-version-id"), isSigned, confirmed == true) };
    }
}
