namespace PresignedMultipart.Tests.Support;

/// <summary>A clock that moves only when a test moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The waits that the code under test has asked for and that have not ended.</summary>
    public IReadOnlyList<TimeSpan> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _timers.Where(t => t.Due is not null).Select(t => t.Due!.Value - _now).Order()];
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + _now;

    public override long GetTimestamp() => _now.Ticks;

    /// <summary>Moves on by <paramref name="first"/>, and then over every wait of less than a second that is asked for, until the task ends.</summary>
    public async Task AdvanceUntilAsync(Task task, TimeSpan first)
    {
        Advance(first);
        while (!task.IsCompleted)
        {
            Task armed = _armed.Task;
            if (Waiting.Any(wait => wait < TimeSpan.FromSeconds(1)))
            {
                Advance(Waiting[0]);
            }
            else
            {
                await Task.WhenAny(task, armed);
            }
        }
    }

    public void Advance(TimeSpan by)
    {
        TimeSpan end = _now + by;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                if (next is null)
                {
                    _now = end;
                    return;
                }

                _now = next.Due!.Value;
                next.Due = null;
            }

            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan? Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            }

            Interlocked.Exchange(ref time._armed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
