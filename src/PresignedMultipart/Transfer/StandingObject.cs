using System.Net;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Tells whether an object stands that is of an upload which the storage still lists. A Ceph gateway that is killed in mid-completion leaves
/// both behind, and then to abort that upload, or to complete it once more, deletes the object's bytes: measured on Ceph 20, either is
/// answered with success, and the object is a 404 as soon as the garbage collection has run.
/// </summary>
internal static class StandingObject
{
    // What stores round LastModified to.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Whether the object may have been made since then. An older one with the same bytes is not of this upload.</summary>
    public static bool IsSince(StoredObject found, DateTimeOffset startedAt) => found.LastModified is not { } modified || modified >= startedAt - Second;

    /// <summary>Whether the object is of all the parts that the storage lists of the upload. Where nobody may look, it counts for none.</summary>
    /// <exception cref="PresignedUrlProviderException">The storage did not tell, though it may be asked.</exception>
    public static async Task<bool> IsOfAsync(StrictProvider provider, MultipartUpload upload, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        if (!provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts)
            || await FindAsync(provider, upload, cancellationToken).ConfigureAwait(false) is not { } found
            || !IsSince(found, startedAt))
        {
            return false;
        }

        var parts = new List<CompletedPart>();
        long length = 0;
        try
        {
            await foreach (StoredPart part in provider.ListPartsAsync(upload, cancellationToken).ConfigureAwait(false))
            {
                parts.Add(new CompletedPart(part.PartNumber, part.ETag));
                length += part.Length;
            }
        }
        catch (PresignedUrlProviderException refusal) when (refusal.IsNoSuchUpload || IsForNobodyToAsk(refusal))
        {
            return false;
        }

        // Under a key of KMS or of the customer's the ETag tells no more than how many parts there were.
        string etag = found.ETag?.Trim('"') ?? "";
        return parts.Count > 0 && found.Length == length
            && (MultipartETag.Expect(parts) is { } expected ? expected.Equals(etag, StringComparison.OrdinalIgnoreCase) : etag.EndsWith($"-{parts.Count}", StringComparison.Ordinal));
    }

    /// <summary>The object; <see langword="null"/> where none stands, or nobody may look.</summary>
    /// <exception cref="PresignedUrlProviderException">The storage did not tell, though it may be asked.</exception>
    public static async Task<StoredObject?> FindAsync(StrictProvider provider, MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            return provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.HeadObject) ? await provider.HeadObjectAsync(upload, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (PresignedUrlProviderException refusal) when (IsForNobodyToAsk(refusal))
        {
            return null;
        }
    }

    private static bool IsForNobodyToAsk(PresignedUrlProviderException refusal) => refusal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented;
}
