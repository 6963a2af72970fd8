namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>A clock that a test sets, and whose one timer fires when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TaskCompletionSource<Action> _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Shorter ones are limits of single calls.
        if (dueTime >= TimeSpan.FromMinutes(1))
        {
            _armed.TrySetResult(() => callback(state));
        }

        return new Armed();
    }

    /// <summary>Fires the timer that the code under test waits for, and waits until it waits again.</summary>
    public async Task FireAsync()
    {
        Action fire = await _armed.Task;
        _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fire();
        await _armed.Task;
    }

    private sealed class Armed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
