using System.Net;
using System.Security.Authentication;
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
        bool mayBeStored = false;
        bool askFirst = false;
        while (true)
        {
            PresignedUrl url = await TakeUrlAsync(part, cancellationToken).ConfigureAwait(false);
            int generation = gate.Generation;
            Attempt result = await SendAsync(part, url, askFirst, partTally, cancellationToken).ConfigureAwait(false);
            if (result.Receipt is { } receipt)
            {
                source.Release(part);
                tally.Acknowledged(part);
                gate.Acknowledge(part.Length);
                return receipt;
            }

            Report(result, generation);
            mayBeStored |= result.MayBeStored;
            // A storage that refuses before it has the body may close at once; then the write fails and the refusal goes unread.
            askFirst = result.LineFailure is not null;
            if (result.Error is { IsExpiredUrl: true } && renewals < PartRetry.MaxRenewals)
            {
                renewals++;
                Log.UrlRenewed(logger, part.Number, result.Error.ToString());
                continue;
            }

            if (!result.IsTransient || attempt >= options.MaxAttempts)
            {
                throw failures.OfPart(part, attempt, result.Error, result.LineFailure, mayBeStored);
            }

#pragma warning disable CA5394 // Jitter spreads load; nobody gains by guessing it.
            TimeSpan delay = PartRetry.Delay(attempt, options, result.Error?.RetryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394
            Log.PartRetried(logger, part.Number, attempt, options.MaxAttempts, delay, result.Error?.ToString() ?? UploadFailures.OfLine(result.LineFailure!));
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            attempt++;
        }
    }

    private async ValueTask<PresignedUrl> TakeUrlAsync(Part part, CancellationToken cancellationToken)
    {
        try
        {
            return await urls.TakeAsync(part, cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            throw failures.OfProvider($"Signing part {part.Number} of", refusal, part: part);
        }
    }

    private void Report(Attempt failed, int generation)
    {
        if (failed.LineFailure is not null)
        {
            gate.FailLine(generation);
        }
        else if (PartRetry.IsRefusalOfLoad(failed.Error!))
        {
            gate.Refuse(generation);
        }
    }

    private async Task<Attempt> SendAsync(Part part, PresignedUrl url, bool askFirst, PartTally partTally, CancellationToken cancellationToken)
    {
        // Waits for memory, so before the clock of the stall runs.
        using PartBody body = await source.OpenAsync(part, cancellationToken).ConfigureAwait(false);
        using var stall = new StallGuard(options.StallTimeout, time, cancellationToken);
        using var content = new PartContent(body, part.Length, partTally, stall, bandwidth);
        using HttpRequestMessage request = ToRequest(url, content, askFirst);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, stall.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return ReadReceipt(part, response);
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
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return new Attempt { LineFailure = failure };
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The transport may report a cancelled write as a broken line.
            throw new OperationCanceledException(cancellationToken);
        }
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

    private static Attempt ReadReceipt(Part part, HttpResponseMessage response)
    {
        // As answered, without a parser: some stores leave out the quotes.
        string? etag = Header(response, "ETag");
        return string.IsNullOrEmpty(etag)
            ? new Attempt { Error = new S3Error(response.StatusCode, null, "The storage took the bytes but answered no ETag; something between here and the storage may strip it.", Header(response, "x-amz-request-id"), null) }
            : new Attempt { Receipt = new PartReceipt(new CompletedPart(part.Number, etag), Header(response, "x-amz-version-id")) };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>How an attempt ended: with a receipt, with the storage's refusal, or with a broken line.</summary>
    private readonly struct Attempt
    {
        public PartReceipt? Receipt { get; init; }

        public S3Error? Error { get; init; }

        public Exception? LineFailure { get; init; }

        /// <summary>Whether the storage can have all the bytes although it was not heard to say so: it also stores them when only its answer is lost.</summary>
        public bool MayBeStored => Error is null || Error.StatusCode is >= HttpStatusCode.InternalServerError or < HttpStatusCode.MultipleChoices;

        // A certificate that is not trusted now will not be trusted in a second.
        public bool IsTransient => Error is null ? LineFailure!.GetBaseException() is not AuthenticationException : PartRetry.IsTransient(Error);
    }
}
