using PresignedMultipart.Transfer;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>
/// A clock that stands still while anything moves and jumps to the next wait's end when nothing does: back-off, stalls and time limits
/// have their real lengths and take no time.
/// </summary>
internal sealed class VirtualTime(TimeSpan skew) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow + skew;
    private TimeSpan _now;
    private long _activity;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Goes up with everything that happens.</summary>
    public long Activity => Interlocked.Read(ref _activity);

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>How long the next wait lasts; <see langword="null"/> when nobody waits.</summary>
    public TimeSpan? NextWait
    {
        get
        {
            lock (_lock)
            {
                return _timers.Where(timer => !timer.IsDisplay).Min(timer => timer.Due) - _now;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public void Touch() => Interlocked.Increment(ref _activity);

    public void JumpToNextWait()
    {
        Timer? next;
        lock (_lock)
        {
            next = _timers.Where(timer => !timer.IsDisplay && timer.Due is not null).MinBy(timer => timer.Due);
            if (next is null)
            {
                return;
            }

            _now = next.Due!.Value > _now ? next.Due.Value : _now;
            next.Due = null;
        }

        Touch();
        next.Fire();
    }

    /// <summary>Displays are refreshed in real time, far more often than they ask for.</summary>
    public void RefreshDisplays()
    {
        Timer[] due;
        lock (_lock)
        {
            due = [.. _timers.Where(timer => timer.IsDisplay && timer.Due is not null)];
            Array.ForEach(due, timer => timer.Due = null);
        }

        Array.ForEach(due, timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state)) { IsDisplay = state is ProgressReporter<UploadProgress> };
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(VirtualTime time, Action callback) : ITimer
    {
        private TaskCompletionSource? _firing;
        private bool _disposed;

        public bool IsDisplay { get; init; }

        public TimeSpan? Due { get; set; }

        public void Fire()
        {
            TaskCompletionSource firing;
            lock (time._lock)
            {
                if (_disposed)
                {
                    return;
                }

                firing = _firing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            callback();
            lock (time._lock)
            {
                _firing = null;
            }

            firing.SetResult();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                if (_disposed)
                {
                    return false;
                }

                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            }

            if (!IsDisplay)
            {
                time.Touch();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _disposed = true;
                Due = null;
                time._timers.Remove(this);
            }
        }

        /// <summary>Waits for a callback that runs, as the system's timers do.</summary>
        public ValueTask DisposeAsync()
        {
            Dispose();
            lock (time._lock)
            {
                return _firing is null ? default : new ValueTask(_firing.Task);
            }
        }
    }
}
