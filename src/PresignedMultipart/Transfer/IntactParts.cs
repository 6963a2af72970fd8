namespace PresignedMultipart.Transfer;

/// <summary>
/// Tells which of the parts that a completion was refused for are still as they were acknowledged. A request that the line held back, of an
/// attempt or a run that was given up, may arrive after its part was sent again; where its bytes were damaged on the way, the part that was
/// acknowledged is gone then. Measured on Ceph 20, which takes such bytes whatever sum is declared, and refuses only the completion.
/// </summary>
internal static class IntactParts
{
    /// <summary>Those that the storage lists as they were acknowledged, by number; all of them where it does not tell.</summary>
    public static async Task<IReadOnlyDictionary<int, PartReceipt>> FindAsync(StrictProvider provider, MultipartUpload upload, IReadOnlyList<PartReceipt> receipts, CancellationToken cancellationToken)
    {
        var acknowledged = receipts.ToDictionary(receipt => receipt.Part.PartNumber);
        if (!provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts))
        {
            return acknowledged;
        }

        try
        {
            var intact = new Dictionary<int, PartReceipt>();
            await foreach (StoredPart stored in provider.ListPartsAsync(upload, cancellationToken).ConfigureAwait(false))
            {
                if (acknowledged.TryGetValue(stored.PartNumber, out PartReceipt? receipt) && stored.Length == receipt.Length && HasETagOf(stored, receipt))
                {
                    intact[stored.PartNumber] = receipt;
                }
            }

            return intact;
        }
        catch (PresignedUrlProviderException)
        {
            // What is to be reported is the completion's failure.
            return acknowledged;
        }
    }

    /// <summary>Whether the storage lists the part with the ETag that it gave for it. Some stores list none.</summary>
    public static bool HasETagOf(StoredPart stored, PartReceipt receipt) =>
        stored.ETag.Length == 0 || stored.ETag.Trim('"').Equals(receipt.Part.ETag.Trim('"'), StringComparison.OrdinalIgnoreCase);
}
