using System.Collections.Concurrent;

namespace PresignedMultipart.Chaos.Tests;

/// <summary>Gathers the exceptions of tasks that failed without anybody looking.</summary>
internal sealed class UnobservedFailures : IDisposable
{
    private readonly ConcurrentQueue<string> _failures = new();

    public UnobservedFailures() => TaskScheduler.UnobservedTaskException += Add;

    public IReadOnlyCollection<string> Collect()
    {
        // They are found out when the tasks' memory is.
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return _failures;
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Add;

    private void Add(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _failures.Enqueue(unobserved.Exception.ToString());
}
