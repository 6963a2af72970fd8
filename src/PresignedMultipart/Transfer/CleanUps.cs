using System.Collections.Concurrent;

namespace PresignedMultipart.Transfer;

/// <summary>What goes on behind the scenes after its upload was cancelled, within its own time limit.</summary>
internal sealed class CleanUps
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Add(Task cleanUp)
    {
        _running.TryAdd(cleanUp, true);
        cleanUp.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task WaitAsync() => Task.WhenAll(_running.Keys);
}
