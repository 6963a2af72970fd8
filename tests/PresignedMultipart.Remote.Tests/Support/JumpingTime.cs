namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A clock that jumps over every wait shorter than a minute and writes it down; longer ones end when a test says so.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _jumped = [];
    private readonly List<Timer> _long = [];
    private TimeSpan _now;

    public DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The waits that it jumped over, in their order.</summary>
    public IReadOnlyList<TimeSpan> Jumped
    {
        get
        {
            lock (_lock)
            {
                return [.. _jumped];
            }
        }
    }

    /// <summary>The long waits that have not ended.</summary>
    public IReadOnlyList<TimeSpan> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _long.Select(timer => timer.Due)];
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + _now;

    public override long GetTimestamp() => _now.Ticks;

    /// <summary>Ends the long waits.</summary>
    public void EndWaits()
    {
        Timer[] ended;
        lock (_lock)
        {
            ended = [.. _long];
            _long.Clear();
        }

        Array.ForEach(ended, timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(JumpingTime time, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._long.Remove(this);
                Due = dueTime;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                if (dueTime >= Short)
                {
                    time._long.Add(this);
                    return true;
                }

                time._jumped.Add(dueTime);
                time._now += dueTime;
            }

            // Not in the caller's stack: it does not have the timer in hand yet.
            ThreadPool.QueueUserWorkItem(_ => fire());
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._long.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
