using PresignedMultipart.Throughput.Scenarios;
using Spectre.Console;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>The table of a scenario whose clients go through a back end: what an upload costs that.</summary>
internal static class BackendTable
{
    private const double GiB = 1L << 30;
    private const double MB = 1_000_000;

    public static Table Create(ScenarioResult result)
    {
        string baseline = result.Baseline.Client;
        var table = new Table();
        table.AddColumns(
            "client", "upload ms", $"upload x {baseline}", "back end CPU ms/upload", "back end CPU s/GiB", $"back end CPU x {baseline}",
            "back end MB/GiB", "back end peak RSS MB", "client CPU s/GiB", "client peak RSS MB");
        foreach (ClientResult client in result.Clients)
        {
            var figures = new ClientFigures(result, client);
            double gib = result.BytesInAll / GiB;
            table.AddRow(
                client.Client,
                figures.Of(Upload, "0.0"),
                figures.Ratio(Upload),
                figures.Of(of => Cpu(of) * 1_000 / result.Uploads, "0.0"),
                figures.Of(of => Cpu(of) / gib, "0.000"),
                figures.Ratio(Cpu, "0.0"),
                figures.Of(of => of.Backend!.Value.SocketBytes / MB / gib, "0.00"),
                figures.Of(of => of.Backend!.Value.PeakResidentBytes / MB, "0"),
                figures.Of(of => of.Process.Cpu.TotalSeconds / gib, "0.00"),
                figures.Of(of => of.Process.PeakResidentBytes / MB, "0"));
        }

        return table;
    }

    private static double Upload(Measurement of) => of.Process.Report.MedianUpload!.Value.TotalMilliseconds;

    private static double Cpu(Measurement of) => of.Backend!.Value.Cpu.TotalSeconds;
}
