namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Counts what an upload does, and has something done at one of these steps.</summary>
internal sealed class Steps
{
    private readonly Lock _lock = new();
    private int _count;
    private int _at;
    private Func<Task>? _act;
    private Task _acting = Task.CompletedTask;

    /// <summary>How many were taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether it was done.</summary>
    public bool HasActed { get; private set; }

    /// <summary>Has something done after so many further steps.</summary>
    public void Arm(int after, Func<Task> act)
    {
        lock (_lock)
        {
            (_at, _act) = (_count + after, act);
        }
    }

    /// <summary>Forgets what is to be done, and waits for what is being done.</summary>
    public async Task DisarmAsync()
    {
        while (true)
        {
            Task acting;
            lock (_lock)
            {
                (_act, HasActed, acting) = (null, false, _acting);
            }

            if (acting.IsCompletedSuccessfully)
            {
                return;
            }

            await acting;
        }
    }

    public void Next()
    {
        lock (_lock)
        {
            _count++;
            if (_count >= _at)
            {
                Act();
            }
        }
    }

    /// <summary>Does it now, because no further step can come.</summary>
    public void Act()
    {
        lock (_lock)
        {
            if (_act is { } act)
            {
                (_act, HasActed) = (null, true);
                // Elsewhere: whoever takes the step may hold what is ended. It may arm itself again.
                _acting = Task.Run(act);
            }
        }
    }
}
