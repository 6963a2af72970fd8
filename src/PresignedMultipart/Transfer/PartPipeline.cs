using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Sends all parts, several at a time. The first final failure stops the rest; when this returns or throws, nothing runs any more.</summary>
internal sealed class PartPipeline(PartUploader uploader, int maxConcurrency)
{
    /// <summary>The receipts in ascending order of part numbers.</summary>
    public async Task<PartReceipt[]> RunAsync(PartPlan plan, CancellationToken cancellationToken)
    {
        var receipts = new PartReceipt[plan.PartCount];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            plan.Parts(),
            parallel,
            async (part, stop) => receipts[part.Number - 1] = await uploader.UploadAsync(part, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return receipts;
    }
}
