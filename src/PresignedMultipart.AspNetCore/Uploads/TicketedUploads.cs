using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>
/// What stands between a caller and the provider, whatever the wire contract: the policy for what is to be created, the ticket for what
/// was. Made for one request.
/// </summary>
internal sealed class TicketedUploads(
    HttpContext context,
    IPresignedUrlProvider provider,
    IUploadPolicy policy,
    TicketSeal seal,
    UploadEndpointOptions options,
    TimeProvider time,
    ILogger logger)
{
    private readonly string? _subject = policy.GetSubject(context);

    /// <summary>Creates an upload, if the policy lets it, and seals a ticket for it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="checksum">The sum that the storage is to keep.</param>
    /// <param name="repeated">Bucket and key that the caller will repeat with every call; <see langword="null"/> where the contract has no such thing.</param>
    public async Task<CreatedUpload> CreateAsync(UploadRequest request, ChecksumAlgorithm checksum, (string Bucket, string Key)? repeated = null)
    {
        if (!provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts))
        {
            throw new InvalidOperationException($"The provider {provider.GetType()} cannot list parts, so the length of an upload could not be checked before it is completed. Use one that can.");
        }

        (UploadTarget target, long maxLength) = await new PolicyGate(policy).AllowAsync(request).ConfigureAwait(false);

        // Not cancelled when the caller goes away: an upload whose id was never learnt could not be aborted.
        MultipartUpload upload = await ThatCanBeSignedAsync(() => provider.CreateMultipartUploadAsync(target, request.Length, Known(checksum), CancellationToken.None)).ConfigureAwait(false);
        try
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            var ticket = new UploadTicket
            {
                Bucket = target.Bucket,
                Key = target.Key,
                UploadId = upload.UploadId,
                Subject = _subject,
                Length = request.Length,
                MaxLength = maxLength,
                ChecksumAlgorithm = upload.ChecksumAlgorithm,
                Marker = upload.Marker,
                FailIfExists = target.FailIfExists,
                AskedBucket = repeated?.Bucket,
                AskedKey = repeated?.Key,
                ExpiresAt = time.GetUtcNow() + options.TicketLifetime,
            };
            string text = seal.Seal(ticket);
            Log.Created(logger, target.Bucket, target.Key, _subject, ticket.Limit);
            return new CreatedUpload(text, ticket, upload);
        }
        catch (Exception)
        {
            await AbortQuietlyAsync(upload).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Signs one PUT of a whole object, with its exact length.</summary>
    public async Task<(UploadTarget Target, PresignedUrl Url)> PresignPutAsync(UploadRequest request, Checksum? checksum)
    {
        if (!options.AllowPutObject || !provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.PutObject))
        {
            throw new Refusal(StatusCodes.Status501NotImplemented, Refusal.Codes.NotImplemented, "This server signs no single PUT. Create a multipart upload; it may have one part.");
        }

        if (request.Length is not { } length)
        {
            throw new Refusal(StatusCodes.Status411LengthRequired, Refusal.Codes.MissingContentLength, "A single PUT is signed for its exact length. Say the object's length, or create a multipart upload.");
        }

        if (length > S3Limits.MaxSinglePutSize)
        {
            throw Refusal.TooLarge($"The object has {length} bytes; a single PUT takes at most 5 GiB. Create a multipart upload.");
        }

        PartRule.CheckChecksum(checksum);
        (UploadTarget target, _) = await new PolicyGate(policy).AllowAsync(request).ConfigureAwait(false);
        bool passOn = provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums);
        PresignedUrl url = await ThatCanBeSignedAsync(() => provider.PresignPutObjectAsync(target, length, passOn ? checksum : null, context.RequestAborted)).ConfigureAwait(false);
        return (target, url);
    }

    /// <summary>Seals a ticket for an object that the policy lets the caller make, before anything is created.</summary>
    public async Task<(UploadTicket Ticket, string Text, TimeSpan Lifetime)> ReserveAsync(UploadRequest request)
    {
        (UploadTarget target, long maxLength) = await new PolicyGate(policy).AllowAsync(request).ConfigureAwait(false);
        var ticket = new UploadTicket
        {
            Bucket = target.Bucket,
            Key = target.Key,
            UploadId = "",
            Subject = _subject,
            MaxLength = maxLength,
            Target = TargetDescription.Of(target),
            ExpiresAt = time.GetUtcNow() + options.TicketLifetime,
        };
        return (ticket, seal.Seal(ticket), options.TicketLifetime);
    }

    /// <summary>Opens this caller's ticket.</summary>
    public UploadTicket Open(string? ticket) => seal.Open(ticket, _subject);

    /// <summary>Signs PUTs of parts that fit into the object.</summary>
    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(UploadTicket ticket, IReadOnlyList<PartToSign> parts)
    {
        foreach (PartToSign part in parts)
        {
            PartRule.CheckToSign(ticket, part);
        }

        MultipartUpload upload = ticket.ToUpload();
        if (provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.PresignBatch))
        {
            return await provider.PresignPartsAsync(upload, parts, context.RequestAborted).ConfigureAwait(false);
        }

        var urls = new List<PresignedUrl>(parts.Count);
        foreach (PartToSign part in parts)
        {
            urls.AddRange(await provider.PresignPartsAsync(upload, [part], context.RequestAborted).ConfigureAwait(false));
        }

        return urls;
    }

    /// <summary>The parts that the storage has.</summary>
    public async Task<List<StoredPart>> ListAsync(UploadTicket ticket, CancellationToken cancellationToken)
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in provider.ListPartsAsync(ticket.ToUpload(), cancellationToken).ConfigureAwait(false))
        {
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>Joins the parts, when they are what was declared. Asked again, it answers the same.</summary>
    public async Task<StoredObject> CompleteAsync(UploadTicket ticket, IReadOnlyList<CompletedPart>? parts, long? length = null, Checksum? checksum = null)
    {
        CompletedPart[] ordered = PartRule.CheckToComplete(parts);
        PartRule.CheckChecksum(checksum);

        // What the storage has begun it finishes, so this goes on when the caller goes away: the policy must hear of the object.
        StoredObject stored = await new TicketedCompletion(provider, ticket, logger).CompleteAsync(
            ordered,
            length,
            ticket.ChecksumAlgorithm == ChecksumAlgorithm.None ? null : checksum,
            outgrown: () => AbortAsync(ticket)).ConfigureAwait(false);

        await policy.OnCompletedAsync(Finished(ticket, stored), CancellationToken.None).ConfigureAwait(false);
        Log.Completed(logger, ticket.Bucket, ticket.Key, ticket.Subject, stored.Length, ordered.Length);
        return stored;
    }

    /// <summary>Deletes the upload's parts. An upload that is gone is a success, of which the policy does not hear.</summary>
    public async Task AbortAsync(UploadTicket ticket)
    {
        MultipartUpload upload = ticket.ToUpload();
        try
        {
            await foreach (StoredPart _ in provider.ListPartsAsync(upload, CancellationToken.None).ConfigureAwait(false))
            {
                break;
            }
        }
        catch (PresignedUrlProviderException gone) when (gone.IsNoSuchUpload)
        {
            return;
        }

        await provider.AbortMultipartUploadAsync(upload, CancellationToken.None).ConfigureAwait(false);
        Log.Aborted(logger, ticket.Bucket, ticket.Key, ticket.Subject);
        await policy.OnAbortedAsync(Finished(ticket, stored: null), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What stands under the ticket's key now.</summary>
    public Task<StoredObject?> FindAsync(UploadTicket ticket) =>
        provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.HeadObject)
            ? provider.HeadObjectAsync(ticket.ToUpload(), context.RequestAborted)
            : throw new Refusal(StatusCodes.Status501NotImplemented, Refusal.Codes.NotImplemented, "This server cannot look at objects.");

    /// <summary>Where the object is, without anything that would open it.</summary>
    public async Task<string> LocateAsync(UploadTicket ticket)
    {
        // A signed URL of the object, or of a part of it, is its address and a signature.
        IReadOnlyList<PresignedUrl> urls = await provider.PresignPartsAsync(ticket.ToUpload(), [new PartToSign(1, 0)], context.RequestAborted).ConfigureAwait(false);
        string url = urls[0].Uri.OriginalString;
        return url[..url.IndexOf('?', StringComparison.Ordinal)];
    }

    private async Task AbortQuietlyAsync(MultipartUpload upload)
    {
        try
        {
            await provider.AbortMultipartUploadAsync(upload, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // What ended the creation is to be told.
            Log.AbortFailed(logger, upload.Target.Bucket, upload.Target.Key, failure);
        }
    }

    private static async Task<T> ThatCanBeSignedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (ArgumentException broken)
        {
            throw Refusal.BadObject(broken);
        }
    }

    private ChecksumAlgorithm Known(ChecksumAlgorithm asked) =>
        provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums) ? asked : ChecksumAlgorithm.None;

    private FinishedUpload Finished(UploadTicket ticket, StoredObject? stored) => new(context, ticket.Bucket, ticket.Key, ticket.Subject, stored);
}
