using System.Runtime.ExceptionServices;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Sends all parts, as many at a time as the gate lets through. The first final failure stops the rest; when this returns or throws, nothing runs any more.</summary>
internal sealed class PartPipeline(Func<Part, CancellationToken, Task<PartReceipt>> upload, TransferGate gate, UploadControl control)
{
    private readonly PartTurn _turn = new(gate, control);
    private readonly List<Task<PartReceipt>> _sent = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>The receipts in the order of the parts.</summary>
    public async Task<PartReceipt[]> RunAsync(IAsyncEnumerable<Part> parts, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await StartAllAsync(parts, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Thrown when nothing runs any more.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await StopAsync(failure, stop).ConfigureAwait(false);
        }

        await ((Task)Task.WhenAll(_sent)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
        return Array.ConvertAll([.. _sent], sent => sent.Result);
    }

    private async Task StartAllAsync(IAsyncEnumerable<Part> parts, CancellationTokenSource stop)
    {
        // A part that has to be gathered is gathered while others are sent; then it waits, and no further one is begun.
        await foreach (Part part in parts.WithCancellation(stop.Token).ConfigureAwait(false))
        {
            await _turn.TakeAsync(stop.Token).ConfigureAwait(false);
            _sent.Add(SendAsync(part, stop));
        }
    }

    private async Task<PartReceipt> SendAsync(Part part, CancellationTokenSource stop)
    {
        try
        {
            // Elsewhere: what can be sent without waiting would hold the next part up.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await upload(part, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await StopAsync(failure, stop).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _turn.GiveBack();
        }
    }

    private Task StopAsync(Exception failure, CancellationTokenSource stop)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        return stop.CancelAsync();
    }
}
