using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Signs URLs just in time: while the parts of one window are sent, the URLs of the next are asked for, so that nobody waits for the
/// signer; and no sooner, because URLs signed all at once expire before a slow line gets to them. None that has grown
/// old is given out: it is signed anew.
/// </summary>
/// <param name="plan">Which parts there will be. Those of a source of unknown length are taken to be whole until one comes that is not.</param>
/// <param name="gate">Says how many parts are sent at a time: that many URLs make a window.</param>
/// <param name="inOneCall">Whether the signer takes a whole window; otherwise each part is a call, a window of them at the same time.</param>
/// <param name="isDone">Whether the storage has that part from an earlier run, so that no URL is asked for ahead.</param>
/// <param name="sign">Asks for URLs, in the order of the parts.</param>
/// <param name="time">The clock.</param>
internal sealed class PresignedUrlWindow(
    PartPlan plan,
    TransferGate gate,
    bool inOneCall,
    Predicate<int> isDone,
    Func<IReadOnlyList<PartToSign>, CancellationToken, Task<IReadOnlyList<PresignedUrl>>> sign,
    TimeProvider time) : IPartUrls, IAsyncDisposable
{
    // Expiry is checked when a request starts; this much is left for the way there.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, Task<SignedParts>> _ahead = [];
    private Task _asking = Task.CompletedTask;
    private int _next = 1;

    public StorageClock Clock { get; } = new(time);

    /// <summary>What is being asked for at present; for tests.</summary>
    internal Task Asking
    {
        get
        {
            lock (_lock)
            {
                return _asking;
            }
        }
    }

    private int LastPart => plan.PartCount ?? plan.MaxPartCount;

    /// <remarks>One that still lives.</remarks>
    public async ValueTask<PresignedUrl> TakeAsync(Part part, Checksum? checksum, CancellationToken cancellationToken)
    {
        if (checksum is not null)
        {
            // Nobody knew the sum of this part ahead.
            return await SignNowAsync(new PartToSign(part.Number, part.Length, checksum), cancellationToken).ConfigureAwait(false);
        }

        PresignedUrl url = await FindAsync(part, cancellationToken).ConfigureAwait(false);
        AskAhead(part);
        return url;
    }

    /// <summary>Stops what was asked ahead.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async ValueTask<PresignedUrl> FindAsync(Part part, CancellationToken cancellationToken)
    {
        if (Reserve(part, out bool askedAhead) is { } asked)
        {
            if (askedAhead)
            {
                // A failure then was nobody's yet: who needs the URL asks again, and hears why it cannot be had.
                await ((Task)asked).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!askedAhead || asked.IsCompletedSuccessfully)
            {
                SignedParts signed = await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (signed.Find(part) is { } url && !IsStale(url, signed.Received))
                {
                    return url;
                }
            }
        }

        return await SignNowAsync(new PartToSign(part.Number, part.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With the URL of this part at hand, those of its window are too: time for the next one.</summary>
    private void AskAhead(Part part)
    {
        lock (_lock)
        {
            int window = gate.Limit;
            if (_next <= Math.Min(part.Number + window, LastPart) && _asking.IsCompleted)
            {
                AskFor(Math.Min(_next + window - 1, LastPart));
            }
        }
    }

    private Task<SignedParts>? Reserve(Part part, out bool askedAhead)
    {
        lock (_lock)
        {
            askedAhead = part.Number < _next;
            int window = gate.Limit;
            while (_next <= part.Number)
            {
                AskFor(Math.Min(_next + window - 1, LastPart));
            }

            _ahead.Remove(part.Number, out Task<SignedParts>? asked);
            return asked;
        }
    }

    private void AskFor(int last)
    {
        var calls = new List<Task> { _asking };
        int[] numbers = [.. Enumerable.Range(_next, last - _next + 1).Where(number => !isDone(number))];
        _next = last + 1;
        foreach (int[] together in numbers.Chunk(inOneCall ? Math.Max(1, numbers.Length) : 1))
        {
            PartToSign[] parts = Array.ConvertAll(together, number => new PartToSign(number, plan[number].Length));
            // Elsewhere: a signer that computes for long must not hold up who only wants to reserve.
            Task<SignedParts> call = Task.Run(() => SignAsync(parts, _stop.Token));
            calls.Add(call);
            foreach (int number in together)
            {
                _ahead[number] = call;
            }
        }

        _asking = Task.WhenAll(calls);
    }

    // One that is expired when it comes is given out all the same: the storage has the last word, and the retries bound how often it is asked.
    private async Task<PresignedUrl> SignNowAsync(PartToSign part, CancellationToken cancellationToken) =>
        (await SignAsync([part], cancellationToken).ConfigureAwait(false)).Urls[0];

    private async Task<SignedParts> SignAsync(PartToSign[] parts, CancellationToken cancellationToken)
    {
        IReadOnlyList<PresignedUrl> urls = await sign(parts, cancellationToken).ConfigureAwait(false);
        return urls.Count == parts.Length
            ? new SignedParts(parts, urls, time.GetTimestamp())
            : throw new PresignedUrlProviderException($"The provider was asked for the URLs of {parts.Length} parts and answered {urls.Count}.");
    }

    // By age since the URL came, which no clock on a wall can make longer; and by the storage's own clock, for a URL that was old when it came.
    private bool IsStale(PresignedUrl url, long received) =>
        (url.Lifetime is { } lifetime && time.GetElapsedTime(received) > lifetime - Margin) || Clock.HasExpired(url, Margin);

    private sealed record SignedParts(PartToSign[] Parts, IReadOnlyList<PresignedUrl> Urls, long Received)
    {
        /// <summary>The last part of a source of unknown length is shorter than it was signed for.</summary>
        public PresignedUrl? Find(Part part)
        {
            int index = Array.FindIndex(Parts, signed => signed.PartNumber == part.Number);
            return Parts[index].Length == part.Length ? Urls[index] : null;
        }
    }
}
