namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>A scenario at one size.</summary>
internal sealed record ScenarioResult(Scenario Scenario, long Size, IReadOnlyList<ClientResult> Clients)
{
    /// <summary>Whom the others are compared with: the scenario's choice, or the next best that took part.</summary>
    public ClientResult Baseline { get; } = new[] { Scenario.Baseline, Throughput.Clients.ClientCatalog.NaiveParallel }
        .Select(name => Clients.FirstOrDefault(result => result.Client == name && result.Rounds.Count > 0))
        .FirstOrDefault(result => result is not null) ?? Clients.First(result => result.Rounds.Count > 0);

    /// <summary>Who did not get through although nothing was refused.</summary>
    public IEnumerable<string> Failed => Scenario.Sink.SlowDownEvery > 0
        ? []
        : Clients.Where(client => client.Rounds.Any(round => round.Process.Report.Succeeded < Uploads)).Select(client => client.Client);

    public int Uploads => Scenario.UploadsOf(Size);

    public long BytesInAll => Size * Uploads;
}
