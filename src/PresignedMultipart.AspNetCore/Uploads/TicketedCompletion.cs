using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>
/// Completes an upload only as what was declared, and answers a repetition like the first time. Nothing is remembered between requests:
/// the storage's own list of parts says what is stored, and the object itself whether it was completed before.
/// </summary>
internal sealed class TicketedCompletion(IPresignedUrlProvider provider, UploadTicket ticket, ILogger logger)
{
    private readonly MultipartUpload _upload = ticket.ToUpload();

    /// <param name="parts">The parts, ascending, each once.</param>
    /// <param name="stated">What the caller believes the parts' lengths sum up to; <see langword="null"/> where it does not say.</param>
    /// <param name="checksum">The sum of the whole.</param>
    /// <param name="outgrown">Aborts the upload when it has grown too long.</param>
    public async Task<StoredObject> CompleteAsync(CompletedPart[] parts, long? stated, Checksum? checksum, Func<Task> outgrown)
    {
        CompletedPart[] stored;
        long length;
        try
        {
            (stored, length) = await MatchAsync(parts).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException gone) when (gone.IsNoSuchUpload)
        {
            return await FindCompletedAsync(parts, gone).ConfigureAwait(false) ?? throw Refusal.NoSuchUpload();
        }

        if (length > ticket.Limit)
        {
            Log.Outgrown(logger, ticket.Bucket, ticket.Key, ticket.Subject, ticket.Limit, length);
            await outgrown().ConfigureAwait(false);
            throw Refusal.TooLarge($"The parts have {length} bytes together; the object may have {ticket.Limit}. The upload was aborted.");
        }

        if (length != (ticket.Length ?? length) || length != (stated ?? length))
        {
            throw Refusal.BadRequest($"The parts have {length} bytes together; {ticket.Length ?? stated} were declared, and the completion says {stated ?? length}. Upload what is missing, or abort the upload.");
        }

        try
        {
            StoredObject answer = await provider.CompleteMultipartUploadAsync(_upload, stored, length, checksum, CancellationToken.None).ConfigureAwait(false);
            return new StoredObject { ETag = answer.ETag, Length = length, VersionId = answer.VersionId, Checksum = answer.Checksum, LastModified = answer.LastModified };
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsOutcomeUnknown || refusal.IsNoSuchUpload)
        {
            // Another request for the same may have been faster, or the answer was lost.
            if (await FindCompletedAsync(stored, refusal).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            throw;
        }
    }

    /// <summary>
    /// Finds the parts in the storage's list. What is joined bears the storage's own ETags, so that a part that is overwritten in between
    /// by a longer one, of another URL, fails the completion.
    /// </summary>
    private async Task<(CompletedPart[] Stored, long Length)> MatchAsync(CompletedPart[] parts)
    {
        var matched = new CompletedPart[parts.Length];
        int next = 0;
        long length = 0;
        await foreach (StoredPart stored in provider.ListPartsAsync(_upload, CancellationToken.None).ConfigureAwait(false))
        {
            if (next < parts.Length && stored.PartNumber == parts[next].PartNumber && SameETag(stored.ETag, parts[next].ETag))
            {
                matched[next] = new CompletedPart(stored.PartNumber, stored.ETag, parts[next].Checksum);
                length += stored.Length;
                next++;
            }
        }

        return next == parts.Length
            ? (matched, length)
            : throw new Refusal(400, Refusal.Codes.InvalidPart, $"Part {parts[next].PartNumber} is not stored, or its ETag is another. Upload it again.");
    }

    private async Task<StoredObject?> FindCompletedAsync(CompletedPart[] parts, PresignedUrlProviderException reason)
    {
        Log.CompletionUnconfirmed(logger, ticket.Bucket, ticket.Key, reason.Message);
        return provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.HeadObject)
            && await LookAsync().ConfigureAwait(false) is { } found
            && (ticket.Length is null || found.Length == ticket.Length)
            && ((MultipartETag.Expect(parts) is { } expected && SameETag(found.ETag, expected)) || (ticket.Marker is not null && found.Marker == ticket.Marker))
            ? found
            : null;
    }

    /// <exception cref="PresignedUrlProviderException">It could not be seen, and so nobody knows what became of the completion, whatever the look was refused with.</exception>
    private async Task<StoredObject?> LookAsync()
    {
        try
        {
            return await provider.HeadObjectAsync(_upload, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            throw new PresignedUrlProviderException($"Whether {_upload.Target} was completed could not be seen.", refusal) { ErrorCode = refusal.ErrorCode, RequestId = refusal.RequestId };
        }
    }

    private static bool SameETag(string? one, string? other) => string.Equals(one?.Trim('"'), other?.Trim('"'), StringComparison.OrdinalIgnoreCase);
}
