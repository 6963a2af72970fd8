using PresignedMultipart.Throughput.Scenarios;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>A client's cells. Ratios are taken within a round, and the median is the median of these.</summary>
internal readonly struct ClientFigures(ScenarioResult result, ClientResult client)
{
    private readonly ScenarioResult _result = result;
    private readonly ClientResult _client = client;

    public string Of(Func<Measurement, double> value, string format) => Spread.Of(_client.Rounds.Select(value)).ToString(format);

    public string Ratio(Func<Measurement, double> value, string format = "0.00") =>
        Spread.Of(_client.Rounds.Zip(_result.Baseline.Rounds, (own, baseline) => value(own) / value(baseline))).ToString(format);
}
