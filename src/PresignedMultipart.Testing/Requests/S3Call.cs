using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Authentication;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Faults;
using PresignedMultipart.Testing.Hosting;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Requests;

/// <summary>One request on its way through the server: what was asked, by whom, and what of it was found out.</summary>
internal sealed class S3Call(HttpRequest request, RequestTarget target, S3TestRequest log, FaultPlan plan, ServerSettings settings, S3Store store)
{
    public HttpRequest Request => request;

    public IHeaderDictionary Headers => request.Headers;

    public RequestTarget Target => target;

    public QueryParameters Query => target.Query;

    public S3TestRequest Log => log;

    public FaultPlan Plan => plan;

    public ServerSettings Settings => settings;

    public S3Store Store => store;

    /// <summary>The server's clock, with what a rule did to it.</summary>
    public DateTimeOffset Now => settings.Clock.GetUtcNow() + plan.ClockOffset;

    public VerifiedSignature? Signature { get; set; }

    public BodyReceiver Body { get; } = new(request, log, plan, settings.Clock);

    public string BucketName => target.Bucket!;

    public string Key => target.Key!;

    /// <summary>The account that asks.</summary>
    /// <exception cref="S3Error">Nobody signed.</exception>
    public string Account => (Signature ?? throw AccessErrors.AccessDenied()).Credentials.Account;

    /// <summary>The bucket that is asked about.</summary>
    /// <exception cref="S3Error">There is none, or it is another account's.</exception>
    public Bucket OwnBucket
    {
        get
        {
            Bucket bucket = AnyBucket;
            return bucket.Owner == Account ? bucket : throw AccessErrors.AccessDenied();
        }
    }

    /// <summary>The bucket that is asked about, whoever asks.</summary>
    /// <exception cref="S3Error">There is none.</exception>
    public Bucket AnyBucket => store.FindBucket(BucketName) ?? throw S3Errors.NoSuchBucket(BucketName);

    /// <summary>A header's value; <see langword="null"/> when it was not sent.</summary>
    public string? Header(string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Receives the body of an object or part into the store.</summary>
    public async Task<(StoredBody Stored, ReceivedBody Received)> StoreBodyAsync(
        ChecksumHeaders? declared, ChecksumAlgorithm? wanted, CancellationToken cancellationToken)
    {
        using BodyWriter writer = store.Bodies.CreateWriter();
        ReceivedBody received = await Body.ReceiveAsync(writer, Signature, declared, wanted, cancellationToken).ConfigureAwait(false);
        return (await writer.CompleteAsync(cancellationToken).ConfigureAwait(false), received);
    }

    /// <summary>Receives a document.</summary>
    public async Task<byte[]> ReadDocumentAsync(ChecksumHeaders? declared, CancellationToken cancellationToken)
    {
        var document = new DocumentSink();
        await Body.ReceiveAsync(document, Signature, declared, null, cancellationToken).ConfigureAwait(false);
        return document.Document;
    }
}
