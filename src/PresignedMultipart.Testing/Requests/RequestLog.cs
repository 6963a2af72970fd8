using System.Collections.Concurrent;
using PresignedMultipart.Testing.Hosting;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Remembers the last requests, counts attempts, and wakes the tests that wait for one.</summary>
internal sealed class RequestLog(ServerSettings settings)
{
    private readonly object _gate = new();
    private readonly Queue<S3TestRequest> _requests = new();
    private readonly List<Waiter> _waiters = [];
    private ConcurrentDictionary<(S3Operation Operation, string? Bucket, string? Key, int? Part), int> _attempts = new();
    private long _count;
    private int _concurrency;
    private int _peakConcurrency;

    public long Count => Interlocked.Read(ref _count);

    public int PeakConcurrency => Volatile.Read(ref _peakConcurrency);

    public int CountAttempt(S3Operation operation, string? bucket, string? key, int? part) =>
        _attempts.AddOrUpdate((operation, bucket, key, part), 1, (_, n) => n + 1);

    public void Start(S3TestRequest request)
    {
        lock (_gate)
        {
            _count++;
            _peakConcurrency = Math.Max(_peakConcurrency, ++_concurrency);
            if (_requests.Count == settings.RequestLogCapacity)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request);
        }

        Wake(request);
    }

    public void Finish(S3TestRequest request)
    {
        request.IsFinished = true;
        lock (_gate)
        {
            _concurrency--;
        }

        Wake(request);
    }

    public IReadOnlyList<S3TestRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _attempts = new();
        }
    }

    public Task<S3TestRequest> WaitForAsync(Func<S3TestRequest, bool> condition, CancellationToken cancellationToken)
    {
        // First in line, then a look at the past: the other way round a request could slip through between the two.
        var waiter = new Waiter(condition, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiters.Add(waiter);
        }

        if (Snapshot().FirstOrDefault(condition) is { } past)
        {
            Complete(waiter, past);
        }

        return waiter.Found.Task.WaitAsync(cancellationToken);
    }

    private void Wake(S3TestRequest request)
    {
        Waiter[] waiters;
        lock (_gate)
        {
            if (_waiters.Count == 0)
            {
                return;
            }

            waiters = [.. _waiters];
        }

        foreach (Waiter waiter in waiters)
        {
            if (waiter.Condition(request))
            {
                Complete(waiter, request);
            }
        }
    }

    private void Complete(Waiter waiter, S3TestRequest request)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }

        waiter.Found.TrySetResult(request);
    }

    private sealed record Waiter(Func<S3TestRequest, bool> Condition, TaskCompletionSource<S3TestRequest> Found);
}
