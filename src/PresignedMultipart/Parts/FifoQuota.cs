namespace PresignedMultipart.Parts;

/// <summary>
/// A number of units that are taken several at a time and given back. Who asks first is served first, also when somebody behind asks
/// for less: so a large request cannot starve.
/// </summary>
/// <remarks>
/// Not ConcurrencyLimiter: its leases cannot be given back in part, those behind a cancelled request wait on, and its size is fixed.
/// </remarks>
internal sealed class FifoQuota(int units)
{
    private readonly Queue<Request> _waiting = new();
    private int _free = units;

    public ValueTask TakeAsync(int count, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Request request;
        lock (_waiting)
        {
            if (_waiting.Count == 0 && _free >= count)
            {
                _free -= count;
                return ValueTask.CompletedTask;
            }

            request = new Request(count);
            _waiting.Enqueue(request);
            // Before anybody can serve it, and so drop this.
            request.Cancellation = cancellationToken.UnsafeRegister((cancelled, token) => Cancel((Request)cancelled!, token), request);
        }

        return new ValueTask(request.Task);
    }

    public void Give(int count)
    {
        lock (_waiting)
        {
            _free += count;
            Serve();
        }
    }

    /// <summary>Makes it larger, or smaller: what is out beyond the new size is not called back, but not given out again.</summary>
    public void Resize(int by) => Give(by);

    private void Cancel(Request request, CancellationToken token)
    {
        lock (_waiting)
        {
            // All decisions are made under the lock, so a request is either served or cancelled.
            request.TrySetCanceled(token);
            Serve();
        }
    }

    private void Serve()
    {
        while (_waiting.TryPeek(out Request? first))
        {
            if (!first.Task.IsCompleted)
            {
                if (first.Count > _free)
                {
                    return;
                }

                _free -= first.Count;
                first.Cancellation.Unregister();
                first.SetResult();
            }

            _waiting.Dequeue();
        }
    }

    private sealed class Request(int count) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Count { get; } = count;

        public CancellationTokenRegistration Cancellation { get; set; }
    }
}
