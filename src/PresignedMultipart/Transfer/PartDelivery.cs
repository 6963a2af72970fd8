using Microsoft.Extensions.Logging;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Makes one attempt at a part: reads it, has a URL signed for it, and sends it. At the end of an upload, where its connection lags far
/// behind the others', it is sent a second time beside the first; the first answer counts.
/// </summary>
internal sealed class PartDelivery(
    PartSender sender,
    PartSource source,
    IPartUrls urls,
    UploadIntegrity integrity,
    TransferGate gate,
    SlowTail? tail,
    UploadFailures failures,
    ILogger logger)
{
    public async Task<Attempt> DeliverAsync(Part part, bool askFirst, PartTally tally, CancellationToken cancellationToken)
    {
        using var first = new PartSending(tally, part.Length, cancellationToken);
        Task<Attempt> sent = SendAsync(part, askFirst, first);
        if (tail is null || !await tail.IsWorthAnotherAsync(first, sent).ConfigureAwait(false))
        {
            return await sent.ConfigureAwait(false);
        }

        using var second = new PartSending(tally, part.Length, cancellationToken);
        if (!await HasRoomAsync(sent, second).ConfigureAwait(false))
        {
            return await sent.ConfigureAwait(false);
        }

        Log.PartSentTwice(logger, part.Number, first.Sent, part.Length);
        return await RaceAsync(sent, first, SendBesideAsync(part, second), second).ConfigureAwait(false);
    }

    private static async Task<Attempt> RaceAsync(Task<Attempt> first, PartSending firstSending, Task<Attempt> second, PartSending secondSending)
    {
        bool firstWon = await Task.WhenAny(first, second).ConfigureAwait(false) == first ? HasReceipt(first) : !HasReceipt(second);
        (Task<Attempt> winner, Task<Attempt> loser, PartSending losing) = firstWon ? (first, second, secondSending) : (second, first, firstSending);
        await ((Task)winner).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (HasReceipt(winner))
        {
            losing.TryStop();
        }

        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!HasReceipt(winner))
        {
            // The first one's failure is that of the attempt; the second was an extra.
            return HasReceipt(loser) ? await loser.ConfigureAwait(false) : await first.ConfigureAwait(false);
        }

        Attempt won = await winner.ConfigureAwait(false);
        return HasReceipt(loser) && (await loser.ConfigureAwait(false)).Receipt!.Part.ETag != won.Receipt!.Part.ETag
            // As with a KMS key, where the same bytes have another ETag each time.
            ? won with { Receipt = null, Damage = "The part was sent twice at the same time and stored under two ETags, and which of them is left is not known." }
            : won;
    }

    private static bool HasReceipt(Task<Attempt> sent) => sent is { IsCompletedSuccessfully: true, Result.Receipt: not null };

    /// <summary>
    /// Waits for room for one more request, no longer than the first sending lasts: its own room is free only when both have ended, so a
    /// second one that waited on could wait for itself.
    /// </summary>
    private async Task<bool> HasRoomAsync(Task first, PartSending second)
    {
        Task entered = gate.EnterAsync(second.Token).AsTask();
        if (await Task.WhenAny(entered, first).ConfigureAwait(false) == first)
        {
            second.TryStop();
        }

        await entered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return entered.IsCompletedSuccessfully;
    }

    /// <summary>A second sending, which has room of its own at the gate.</summary>
    private async Task<Attempt> SendBesideAsync(Part part, PartSending sending)
    {
        try
        {
            // Not over the first one's connection: that is in use. And asked for nothing: the storage takes parts of this upload.
            return await SendAsync(part, askFirst: false, sending).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<Attempt> SendAsync(Part part, bool askFirst, PartSending sending)
    {
        // Waits for memory, so before the URL's age and the clock of the stall run. Given back before the wait for another attempt.
        using PartBody body = await source.OpenAsync(part, sending.Token).ConfigureAwait(false);
        Checksum? checksum = await SumUpAsync(part, body, integrity.SignedAlgorithm, sending.Token).ConfigureAwait(false);
        PresignedUrl url;
        try
        {
            url = await urls.TakeAsync(part, checksum, sending.Token).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            return new Attempt { SignerFailure = refusal };
        }

        int generation = gate.Generation;
        Attempt? result = null;
        tail?.Enter(sending);
        try
        {
            result = await sender.SendAsync(part, body, url, checksum, askFirst || urls.Clock.HasExpired(url), sending).ConfigureAwait(false);
        }
        finally
        {
            tail?.Leave(sending, acknowledged: result?.Receipt is not null);
        }

        urls.Clock.Learn(result.AnsweredAt);
        Report(result, generation);
        return result with { Url = url, IsSummed = checksum is not null, IsEmpty = part.Length == 0 };
    }

    private async ValueTask<Checksum?> SumUpAsync(Part part, PartBody body, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (algorithm == ChecksumAlgorithm.None)
        {
            return null;
        }

        try
        {
            return await PartDigest.ReadAsync(body, algorithm, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.OfSource(failure, part);
        }
    }

    private void Report(Attempt result, int generation)
    {
        if (!result.IsUnanswered)
        {
            gate.Contact.Heard();
        }

        if (result.LineFailure is not null)
        {
            gate.FailLine(generation);
        }
        else if (result.Error is { } error && PartRetry.IsRefusalOfLoad(error))
        {
            gate.Refuse(generation);
        }
    }
}
