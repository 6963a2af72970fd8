using System.Threading.Channels;

namespace PresignedMultipart.Parts;

/// <summary>Parts that a program writes itself: it fills one while the uploader takes those that are full.</summary>
internal sealed class WritingFeed(PartPlan plan, MemoryBudget budget) : PartFeed(plan)
{
    // One is enough between the one who fills and the many who send; the memory limit bounds the rest.
    private readonly Channel<PartBuffer> _full = Channel.CreateBounded<PartBuffer>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
    private PartBuffer? _filling;

    /// <summary>How many bytes were written.</summary>
    public long Written { get; private set; }

    /// <summary>Whether a full part waits to be handed over.</summary>
    public bool IsFull => _filling is { IsFull: true };

    /// <summary>Copies as many bytes as there is room for: none when there is no part.</summary>
    public int Fill(ReadOnlySpan<byte> bytes)
    {
        int filled = 0;
        while (_filling is { IsFull: false } && filled < bytes.Length)
        {
            Span<byte> room = _filling.Next().Span;
            int count = Math.Min(room.Length, bytes.Length - filled);
            bytes.Slice(filled, count).CopyTo(room);
            _filling.Advance(count);
            filled += count;
        }

        Written += filled;
        return filled;
    }

    /// <summary>Hands over a full part, and waits for the memory of another when more is to come.</summary>
    public async ValueTask MakeRoomAsync(bool forMore, CancellationToken cancellationToken)
    {
        if (IsFull)
        {
            await HandOverAsync(cancellationToken).ConfigureAwait(false);
        }

        if (forMore)
        {
            // Not before: a producer that pauses between two parts holds nothing.
            _filling ??= await budget.ReservePartAsync(CapacityAfter(Written), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands over what is left and says that nothing follows.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_filling is not null)
        {
            _filling.EndHere();
            await HandOverAsync(cancellationToken).ConfigureAwait(false);
        }

        _full.Writer.TryComplete();
    }

    public override async ValueTask<PartBuffer?> NextAsync(CancellationToken cancellationToken) =>
        await _full.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _full.Reader.TryRead(out PartBuffer? part) ? part : null;

    /// <summary>For the uploader, when it has ended: what was handed over in vain comes back.</summary>
    public override ValueTask DisposeAsync()
    {
        _full.Writer.TryComplete();
        while (_full.Reader.TryRead(out PartBuffer? part))
        {
            part.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>For the writer, when it has ended.</summary>
    public void DropUnfinished() => Interlocked.Exchange(ref _filling, null)?.Dispose();

    private async ValueTask HandOverAsync(CancellationToken cancellationToken)
    {
        await _full.Writer.WriteAsync(_filling!, cancellationToken).ConfigureAwait(false);
        _filling = null;
    }
}
