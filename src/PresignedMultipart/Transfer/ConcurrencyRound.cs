namespace PresignedMultipart.Transfer;

/// <summary>What happened since the number in flight was last decided on.</summary>
internal struct ConcurrencyRound
{
    // A request takes its time whatever it carries, so it counts for more than its bytes. Among parts of 5 MiB and more that is next to
    // nothing, among small objects it is what counts.
    private const long RequestWeight = 256 * 1024;

    private readonly TimeSpan _began;
    private double _busySeconds;
    private double _work;

    public ConcurrencyRound(TimeSpan now, int inFlight)
    {
        _began = LastEvent = now;
        InFlight = inFlight;
    }

    public TimeSpan LastEvent { get; private set; }

    public int InFlight { get; private set; }

    public int Acknowledged { get; private set; }

    /// <summary>Broken lines and stalls.</summary>
    public int LineFailures { get; private set; }

    public readonly TimeSpan Elapsed => LastEvent - _began;

    /// <summary>What the storage acknowledged, in bytes a second.</summary>
    public readonly double Rate => _work / Elapsed.TotalSeconds;

    /// <summary>How many were in flight on average: fewer than were allowed when the source could not keep up.</summary>
    public readonly double MeanInFlight => _busySeconds / Elapsed.TotalSeconds;

    /// <summary>How long a request took, by Little's law.</summary>
    public readonly TimeSpan MeanRequestTime => TimeSpan.FromSeconds(_busySeconds / Acknowledged);

    public void Enter(TimeSpan now)
    {
        CountTo(now);
        InFlight++;
    }

    public void Leave(TimeSpan now)
    {
        CountTo(now);
        InFlight--;
    }

    public void Acknowledge(long bytes, TimeSpan now)
    {
        CountTo(now);
        Acknowledged++;
        _work += bytes + RequestWeight;
    }

    public void FailLine() => LineFailures++;

    private void CountTo(TimeSpan now)
    {
        _busySeconds += InFlight * (now - LastEvent).TotalSeconds;
        LastEvent = now;
    }
}
