using System.Runtime.CompilerServices;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Gets all parts of one upload into the storage: sends those that it does not have, and looks whether the source still has the bytes of the others.</summary>
/// <param name="services">What the uploader's uploads share.</param>
/// <param name="source">The bytes.</param>
/// <param name="plan">How they are cut.</param>
/// <param name="tally">Counts them.</param>
/// <param name="control">May pause it.</param>
/// <param name="found">The parts that the storage has already, by number.</param>
/// <param name="areOfThisRun">Whether they are of this run, so that nothing of them is left to do; the source may have changed since an earlier one.</param>
/// <param name="recorder">Told of each part that the storage has; <see langword="null"/> without a journal.</param>
internal sealed class PartTransfer(
    UploadServices services,
    PartSource source,
    PartPlan plan,
    ProgressTally tally,
    UploadControl control,
    IReadOnlyDictionary<int, PartReceipt> found,
    bool areOfThisRun,
    UploadRecorder? recorder)
{
    /// <summary>Puts the object as a whole, its one part.</summary>
    public Task<PartReceipt[]> PutObjectAsync(IPartUrls urls, UploadIntegrity integrity, UploadFailures failures, CancellationToken cancellationToken)
    {
        PartUploader uploader = Uploader(urls, tail: null, integrity, failures);
        return source.IsRepeatable ? SendOneAsync(uploader, cancellationToken) : SendAllAsync(uploader, failures, cancellationToken);
    }

    /// <summary>The receipts of all parts, in their order.</summary>
    public async Task<PartReceipt[]> SendPartsAsync(
        UploadIntegrity integrity,
        Func<IReadOnlyList<PartToSign>, CancellationToken, Task<IReadOnlyList<PresignedUrl>>> sign,
        UploadFailures failures,
        CancellationToken cancellationToken)
    {
        bool inOneCall = services.Provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.PresignBatch);
        var urls = new PresignedUrlWindow(plan, services.Gate, inOneCall, found.ContainsKey, sign, services.Time);
        await using (urls.ConfigureAwait(false))
        {
            return await SendAllAsync(Uploader(urls, new SlowTail(tally, services.Time), integrity, failures), failures, cancellationToken).ConfigureAwait(false);
        }
    }

    private PartUploader Uploader(IPartUrls urls, SlowTail? tail, UploadIntegrity integrity, UploadFailures failures) =>
        new(services.Http, services.Bandwidth, source, urls, integrity, services.Gate, services.Options, tally, tail, failures, services.Time, services.Logger);

    // Of bytes that lie ready: there is no other part to gather, to send beside it, or to stop with it.
    private async Task<PartReceipt[]> SendOneAsync(PartUploader uploader, CancellationToken cancellationToken)
    {
        Part part = plan[1];
        var turn = new PartTurn(services.Gate, control);
        await turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                // Elsewhere: what can be read and summed without waiting would hold the caller up.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            PartReceipt receipt = await uploader.UploadAsync(part, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return [receipt];
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            turn.GiveBack();
        }
    }

    private async Task<PartReceipt[]> SendAllAsync(PartUploader uploader, UploadFailures failures, CancellationToken cancellationToken)
    {
        var pipeline = new PartPipeline((part, stop) => FindOrSendAsync(part, uploader, failures, stop), services.Gate, control);
        try
        {
            PartReceipt[] receipts = await pipeline.RunAsync(PartsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            Array.Sort(receipts, (one, other) => one.Part.PartNumber.CompareTo(other.Part.PartNumber));
            return receipts;
        }
        catch (PartSourceException failed)
        {
            throw failures.OfSource(failed.Cause);
        }
    }

    private async Task<PartReceipt> FindOrSendAsync(Part part, PartUploader uploader, UploadFailures failures, CancellationToken cancellationToken)
    {
        if (areOfThisRun && found.TryGetValue(part.Number, out PartReceipt? there))
        {
            return there;
        }

        PartReceipt receipt = await FindAsync(part, failures, cancellationToken).ConfigureAwait(false) ?? await uploader.UploadAsync(part, cancellationToken).ConfigureAwait(false);
        if (recorder is not null)
        {
            await recorder.AddAsync(receipt, cancellationToken).ConfigureAwait(false);
        }

        return receipt;
    }

    private async Task<PartReceipt?> FindAsync(Part part, UploadFailures failures, CancellationToken cancellationToken)
    {
        if (!found.TryGetValue(part.Number, out PartReceipt? earlier))
        {
            return null;
        }

        if (!await HasBytesOfAsync(part, earlier.Part.Checksum!, failures, cancellationToken).ConfigureAwait(false))
        {
            Log.PartChanged(services.Logger, part.Number);
            return null;
        }

        tally.Found(part);
        return earlier;
    }

    // Size and time of a file say nothing of its bytes; its sums do, and reading costs less than sending.
    private async Task<bool> HasBytesOfAsync(Part part, Checksum checksum, UploadFailures failures, CancellationToken cancellationToken)
    {
        using PartBody body = await source.OpenAsync(part, cancellationToken).ConfigureAwait(false);
        try
        {
            return await PartDigest.ReadAsync(body, checksum.Algorithm, cancellationToken).ConfigureAwait(false) is { } sum && Checksums.SumText.AreEqual(sum.Value, checksum.Value) == true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.OfSource(failure, part);
        }
    }

    private async IAsyncEnumerable<Part> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (found.Count > 0)
        {
            foreach (Part part in Interleaved())
            {
                yield return part;
            }

            tally.Ended(plan.ObjectLength!.Value, plan.PartCount!.Value);
            yield break;
        }

        Part last = default;
        await foreach (Part part in source.PartsAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            yield return last = part;
        }

        tally.Ended(last.Offset + last.Length, last.Number);
    }

    /// <summary>A part to look at, a part to send, in turn: the disk and the network are busy at the same time.</summary>
    private IEnumerable<Part> Interleaved()
    {
        using IEnumerator<Part> missing = plan.Parts().Where(part => !found.ContainsKey(part.Number)).GetEnumerator();
        foreach (Part part in plan.Parts().Where(part => found.ContainsKey(part.Number)))
        {
            yield return part;
            if (missing.MoveNext())
            {
                yield return missing.Current;
            }
        }

        while (missing.MoveNext())
        {
            yield return missing.Current;
        }
    }
}
