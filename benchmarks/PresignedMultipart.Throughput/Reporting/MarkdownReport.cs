using System.Globalization;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Scenarios;
using Spectre.Console;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>Keeps a scenario's results: tables as Markdown, a plot for each, and what they depend on.</summary>
internal static class MarkdownReport
{
    public static async Task WriteAsync(string folder, IReadOnlyList<ScenarioResult> results, IEnumerable<string> machine, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        Scenario scenario = results[0].Scenario;
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"# {scenario.Title}");
        text.WriteLine();
        text.WriteLine("Each client is a process of its own, measured from its start to its end, against an endpoint in another process that drops the bytes.");
        text.WriteLine("Medians of interleaved rounds, with the least and the largest; ratios are taken within a round. CPU is user and system time. The file is in the page cache.");
        if (scenario.HasBackend)
        {
            text.WriteLine("Each client has a back end, another process, that has served 200 uploads before. Its bytes are those of all its connections, in and out.");
            text.WriteLine("An upload's time is the median of those in one process.");
        }

        text.WriteLine();
        foreach (string client in scenario.Clients)
        {
            text.WriteLine($"- `{client}`: {ClientCatalog.Descriptions[client]}");
        }

        foreach (ScenarioResult result in results)
        {
            string name = $"{scenario.Name}-{ByteSize.Name(result.Size)}";
            string uploads = result.Uploads > 1 ? $", {result.Uploads} uploads" : "", rounds = scenario.Rounds == 1 ? "1 round" : $"{scenario.Rounds} rounds";
            text.WriteLine();
            text.WriteLine($"## {ByteSize.Name(result.Size)}{uploads}, {rounds}");
            text.WriteLine();
            WriteTable(text, ResultTable.Create(result));
            text.WriteLine();
            text.WriteLine($"![Resident memory of the clients over time]({name}.svg)");
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.svg"), Plot(result), cancellationToken);
        }

        text.WriteLine();
        text.WriteLine("## Machine");
        text.WriteLine();
        foreach (string line in machine)
        {
            text.WriteLine($"- {line}");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, $"{scenario.Name}.md"), text.ToString(), cancellationToken);
    }

    private static string Plot(ScenarioResult result) => SvgPlot.Draw(
        $"{result.Scenario.Title}, {ByteSize.Name(result.Size)}: resident memory",
        [.. result.Clients.Where(client => client.Rounds.Count > 0).Select(client => (client.Client, client.Rounds[^1].Process.Memory))]);

    private static void WriteTable(StringWriter text, Table table)
    {
        using var drawn = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = 400;
        console.Write(table.MarkdownBorder());
        foreach (string line in drawn.ToString().Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            text.WriteLine(line.TrimEnd());
        }
    }
}
