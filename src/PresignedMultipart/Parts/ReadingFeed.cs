namespace PresignedMultipart.Parts;

/// <summary>Reads parts from a stream, a pipe or chunks, into memory that was granted before.</summary>
internal sealed class ReadingFeed(ByteReader reader, PartPlan plan, MemoryBudget budget, TimeProvider time) : PartFeed(plan)
{
    // A source that heeds its token lets go of the memory at once; one that does not is left alone after this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Task<PartBuffer?> _filling = Task.FromResult<PartBuffer?>(null);
    private long _read;
    private bool _ended;
    private bool _disposed;

    public override async ValueTask<PartBuffer?> NextAsync(CancellationToken cancellationToken)
    {
        _filling = FillAsync(cancellationToken);
        try
        {
            return await _filling.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Task letGo = DropAsync(_filling);
            await Task.WhenAny(letGo, Task.Delay(Patience, time, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_filling.IsCompleted)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            // Still reading, deaf to its token: an enumerator must not be disposed meanwhile.
            _ = DisposeLaterAsync();
        }
    }

    private async Task<PartBuffer?> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return null;
        }

        PartBuffer part = await budget.ReservePartAsync(CapacityAfter(_read), cancellationToken).ConfigureAwait(false);
        try
        {
            while (!part.IsFull && !_ended)
            {
                int read = await reader.ReadAsync(part.Next(), cancellationToken).ConfigureAwait(false);
                part.Advance(read);
                _read += read;
                _ended = read == 0;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception failure)
        {
            part.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new PartSourceException(failure);
        }

        if (_ended)
        {
            part.EndHere();
        }

        if (part.Length > 0)
        {
            return part;
        }

        part.Dispose();
        return null;
    }

    private async Task DisposeLaterAsync()
    {
        await ((Task)_filling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reader.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task DropAsync(Task<PartBuffer?> filling)
    {
        try
        {
            (await filling.ConfigureAwait(false))?.Dispose();
        }
#pragma warning disable CA1031 // The upload ends as cancelled, whatever the source has to say.
        catch
#pragma warning restore CA1031
        {
            // Who failed to fill a part has given it back.
        }
    }
}
