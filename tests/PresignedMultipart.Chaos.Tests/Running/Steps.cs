namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Counts what an upload does, and does something itself at one of these steps.</summary>
internal sealed class Steps(int at, Action act)
{
    private int _count;

    private int _acted;

    /// <summary>How many were taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether it was done.</summary>
    public bool HasActed => Volatile.Read(ref _acted) > 0;

    public void Next()
    {
        if (Interlocked.Increment(ref _count) == at)
        {
            Act();
        }
    }

    /// <summary>Does it now, because no further step can come.</summary>
    public void Act()
    {
        if (at > 0 && Interlocked.Exchange(ref _acted, 1) == 0)
        {
            // Elsewhere: whoever takes the step may hold what is ended.
            _ = Task.Run(act);
        }
    }
}
