namespace PresignedMultipart.Testing.Faults;

/// <summary>What one request meets: the effects of all rules that matched it. An empty plan is an undisturbed request.</summary>
internal sealed class FaultPlan
{
    /// <summary>How far the server's clock is ahead for this request.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>How long the request waits before its body is read.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The most bytes a second that are read from the request and written to the answer; 0 is no limit.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Where in the body, and until when, nothing is read.</summary>
    public FaultStall? Stall { get; set; }

    /// <summary>Until when the answer is held back after the operation took effect.</summary>
    public FaultWait? HeldAnswer { get; set; }

    /// <summary>The places in the body whose byte arrives damaged.</summary>
    public List<long> CorruptOffsets { get; } = [];

    /// <summary>Headers of the answer to be set, or with <see langword="null"/> dropped.</summary>
    public Dictionary<string, string?> AnswerHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What becomes of the request instead of its usual answer.</summary>
    public FaultOutcome? Outcome { get; private set; }

    public bool TrySetOutcome(FaultOutcome outcome)
    {
        if (Outcome is not null)
        {
            return false;
        }

        Outcome = outcome;
        return true;
    }
}
