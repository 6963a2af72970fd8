using System.Collections.Concurrent;

namespace PresignedMultipart.Transfer;

/// <summary>What is not to be broken off when its upload is cancelled, and goes on behind the scenes, within its own time limit.</summary>
internal sealed class CleanUps(TimeProvider time)
{
    // So much longer than the caller does an upload wait before the caller goes. Measured: a starved Swift takes over a second to create one.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Add(Task cleanUp)
    {
        _running.TryAdd(cleanUp, true);
        cleanUp.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits as long as the caller does, and a moment longer.</summary>
    /// <returns>Whether it has ended, well or not.</returns>
    public async Task<bool> WaitAsync(Task work, CancellationToken cancellationToken)
    {
        await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCompleted;
    }

    /// <summary>The same, and what takes longer goes on behind the scenes.</summary>
    /// <exception cref="OperationCanceledException">The caller wants to stop.</exception>
    public async Task FinishAsync(Task cleanUp, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(cleanUp, cancellationToken).ConfigureAwait(false))
        {
            Add(cleanUp);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await cleanUp.ConfigureAwait(false);
    }

    public Task WaitForAllAsync() => Task.WhenAll(_running.Keys);
}
