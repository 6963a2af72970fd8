using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Sends all parts, several at a time. The first final failure stops the rest; when this returns or throws, nothing runs any more.</summary>
/// <param name="uploader">Sends one part.</param>
/// <param name="slots">One for each part that may be on the way; other uploads may share them.</param>
/// <param name="maxConcurrency">How many slots there are.</param>
internal sealed class PartPipeline(PartUploader uploader, SemaphoreSlim slots, int maxConcurrency)
{
    /// <summary>The receipts in ascending order of part numbers.</summary>
    public async Task<PartReceipt[]> RunAsync(IAsyncEnumerable<Part> parts, CancellationToken cancellationToken)
    {
        var receipts = new List<PartReceipt>();
        // One more than there are slots: while all of them send, it has the next part filled.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxConcurrency + 1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            parts,
            parallel,
            async (part, stop) =>
            {
                PartReceipt receipt = await UploadAsync(part, stop).ConfigureAwait(false);
                lock (receipts)
                {
                    receipts.Add(receipt);
                }
            }).ConfigureAwait(false);

        receipts.Sort(static (one, other) => one.Part.PartNumber.CompareTo(other.Part.PartNumber));
        return [.. receipts];
    }

    private async Task<PartReceipt> UploadAsync(Part part, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await uploader.UploadAsync(part, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }
}
