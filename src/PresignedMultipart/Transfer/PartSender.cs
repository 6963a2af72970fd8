using System.Net;
using System.Net.Sockets;
using PresignedMultipart.Checksums;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Makes one attempt at a part: one PUT to one URL, and what came of it.</summary>
internal sealed class PartSender(
    HttpMessageInvoker http,
    Bandwidth? bandwidth,
    UploadIntegrity integrity,
    MultipartUploadOptions options,
    UploadFailures failures,
    TimeProvider time)
{
    public async Task<Attempt> SendAsync(Part part, PartBody body, PresignedUrl url, Checksum? checksum, bool askFirst, PartSending sending)
    {
        Checksum? signed = BoundBy(url, checksum);
        using PartChecksum? sum = signed?.Algorithm == integrity.Algorithm ? null : PartChecksum.Create(integrity.Algorithm);
        using var stall = new StallGuard(options.StallTimeout, time, sending.Token);
        using var content = new PartContent(body, part.Length, sending, stall, bandwidth, sum);
        using HttpRequestMessage request = ToRequest(url, content, askFirst);
        CancellationToken cancellationToken = sending.Token;
        EarlyAnswer early = EarlyAnswerStream.Watch();
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, stall.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode && early.HasLostBytes)
            {
                return new Attempt { LineFailure = new IOException($"{(int)response.StatusCode} was answered and the connection closed before all bytes of the part were sent.") };
            }

            if (response.IsSuccessStatusCode)
            {
                return ReadReceipt(part, response, sum is null ? signed : PartDigest.Finish(sum, integrity.Algorithm), isSigned: signed is not null);
            }

            S3Error error = await S3Error.ReadAsync(response, time, stall.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            // What is in between has a clock of its own.
            return new Attempt { Error = error, AnsweredAt = error.IsForeign ? null : error.AnsweredAt };
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

    // A provider may say that it passes sums on, and yet leave them out; then the storage takes other bytes too.
    private static Checksum? BoundBy(PresignedUrl url, Checksum? checksum) => checksum is not null && url.Headers.Values.Contains(checksum.Value) ? checksum : null;

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

        if (askFirst)
        {
            request.Headers.ExpectContinue = true;
            // A refused body stays unsent, and Ceph takes what comes next on the connection for it: the next request is a 400 BadRequest.
            request.Headers.ConnectionClose = true;
        }

        return request;
    }

    private static Attempt ReadReceipt(Part part, HttpResponseMessage response, Checksum? sent, bool isSigned)
    {
        // As answered, without a parser: some stores leave out the quotes.
        string? etag = PartDigest.Header(response, "ETag");
        if (string.IsNullOrEmpty(etag))
        {
            return new Attempt { AnsweredAt = response.Headers.Date, Error = new S3Error(response.StatusCode, null, "The storage took the bytes but answered no ETag; something between here and the storage may strip it.", PartDigest.Header(response, "x-amz-request-id"), null) };
        }

        string? stored = sent is null ? null : PartDigest.Answered(response, sent.Algorithm);
        bool? confirmed = stored is null ? null : SumText.AreEqual(stored, sent!.Value);
        return confirmed == false
            ? new Attempt { AnsweredAt = response.Headers.Date, Damage = $"The storage's {sent!.Algorithm} of the bytes is {stored}, and that of the bytes sent is {sent.Value}." }
            : new Attempt { AnsweredAt = response.Headers.Date, Receipt = new PartReceipt(new CompletedPart(part.Number, etag, sent), part.Length, PartDigest.Header(response, "x-amz-version-id"), isSigned, confirmed == true) };
    }
}
