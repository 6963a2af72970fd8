namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>One client in all rounds.</summary>
/// <param name="Client">Its name in the catalog.</param>
/// <param name="Rounds">Its measurements in the order of the rounds; empty when it could not take part.</param>
/// <param name="Absence">Why it could not take part.</param>
internal sealed record ClientResult(string Client, IReadOnlyList<Measurement> Rounds, string? Absence = null);
