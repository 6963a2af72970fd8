namespace PresignedMultipart.Testing.Faults;

/// <summary>Ends the handling of a request at the moment at which a rule decides its outcome.</summary>
internal sealed class FaultStrike(FaultOutcome outcome) : Exception("A fault decides the outcome.")
{
    public FaultOutcome Outcome { get; } = outcome;
}
