namespace PresignedMultipart.Transfer;

/// <summary>One sending of a part: how far it is, and the right to stop it. Read and stopped by others than who sends.</summary>
internal sealed class PartSending(PartTally tally, long length, CancellationToken cancellationToken) : IDisposable
{
    private const int Open = 0;
    private const int Stopped = 1;
    private const int Whole = 2;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private long _sent;
    private int _state;

    /// <summary>The part's length in bytes.</summary>
    public long Length => length;

    /// <summary>How many bytes the network has taken.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Cancelled with the upload, and by <see cref="TryStop"/>.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The body begins, or begins anew.</summary>
    public void Starts()
    {
        Volatile.Write(ref _sent, 0);
        Interlocked.CompareExchange(ref _state, Open, Whole);
    }

    /// <summary>To be asked before bytes are handed over; throws when it was stopped.</summary>
    public void Hands(int bytes)
    {
        if (_sent + bytes == length && Interlocked.CompareExchange(ref _state, Whole, Open) == Stopped)
        {
            throw new OperationCanceledException(Token);
        }
    }

    /// <summary>The network has taken bytes.</summary>
    public void Took(int bytes)
    {
        tally.Sent(_sent, bytes);
        Volatile.Write(ref _sent, _sent + bytes);
    }

    /// <summary>
    /// Ends it, unless its last bytes were handed over: of a body that ends early the storage keeps nothing, while a whole one it may
    /// store at any time, after another sending of the same part too.
    /// </summary>
    /// <returns>Whether it was stopped; otherwise its answer is to be waited for.</returns>
    public bool TryStop()
    {
        if (Interlocked.CompareExchange(ref _state, Stopped, Open) == Whole)
        {
            return false;
        }

        _stop.Cancel();
        return true;
    }

    public void Dispose() => _stop.Dispose();
}
