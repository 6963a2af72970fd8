using System.Globalization;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Scenarios;
using Spectre.Console;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>The one table of a scenario at one size.</summary>
internal static class ResultTable
{
    private const double GiB = 1L << 30;
    private const double MB = 1_000_000;

    public static Table Create(ScenarioResult result)
    {
        if (result.Scenario.HasBackend)
        {
            return BackendTable.Create(result);
        }

        bool several = result.Uploads > 1 || result.Failed.Any();
        string baseline = result.Baseline.Client;
        var table = new Table();
        string[] columns = ["client", "CPU s/GiB", $"CPU x {baseline}", "CPU s", "wall s", $"wall x {baseline}", "peak RSS MB", "alloc MB", "GC 0/1/2", "requests", "connections"];
        table.AddColumns([.. columns.Concat(several ? ["succeeded", "bytes sent x"] : [])]);
        foreach (ClientResult client in result.Clients)
        {
            table.AddRow([.. client.Rounds.Count == 0 ? [client.Client, client.Absence!] : Row(result, client, several)]);
        }

        return table;
    }

    private static IEnumerable<string> Row(ScenarioResult result, ClientResult client, bool several)
    {
        var figures = new ClientFigures(result, client);
        static double Cpu(Measurement of) => of.Process.Cpu.TotalSeconds;
        static double Wall(Measurement of) => of.Process.Wall.TotalSeconds;
        yield return client.Client;
        yield return figures.Of(of => Cpu(of) / (result.BytesInAll / GiB), "0.00");
        yield return figures.Ratio(Cpu);
        yield return figures.Of(Cpu, "0.00");
        yield return figures.Of(Wall, "0.00");
        yield return figures.Ratio(Wall);
        yield return figures.Of(of => of.Process.PeakResidentBytes / MB, "0");
        bool managed = client.Rounds[0].Process.Report.AllocatedBytes is not null;
        yield return managed ? figures.Of(of => of.Process.Report.AllocatedBytes!.Value / MB, "0.0") : "";
        yield return managed ? $"{Collections(client, of => of.Gen0)}/{Collections(client, of => of.Gen1)}/{Collections(client, of => of.Gen2)}" : "";
        yield return figures.Of(of => of.Endpoint.Requests, "0");
        yield return figures.Of(of => of.Endpoint.Connections, "0");
        if (several)
        {
            int succeeded = client.Rounds.Sum(round => round.Process.Report.Succeeded);
            yield return string.Create(CultureInfo.InvariantCulture, $"{succeeded} of {client.Rounds.Count * result.Uploads}");
            yield return figures.Of(of => (double)of.Endpoint.BodyBytes / result.BytesInAll, "0.00");
        }
    }

    private static string Collections(ClientResult client, Func<ClientReport, int?> generation) =>
        Spread.Of(client.Rounds.Select(of => (double)generation(of.Process.Report)!)).Median.ToString("0", CultureInfo.InvariantCulture);
}
