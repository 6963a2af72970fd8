using PresignedMultipart.Throughput.Floor;
using PresignedMultipart.Throughput.Reporting;
using PresignedMultipart.Throughput.Scenarios;
using Spectre.Console;

namespace PresignedMultipart.Throughput;

/// <summary>Scenarios one after the other, each shown and kept as soon as it is done.</summary>
internal sealed class ThroughputRun(IReadOnlyList<Scenario> scenarios, string output)
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        using var files = new InputFiles();
        try
        {
            FloorProgram floor = await FloorProgram.BuildAsync(files.Folder, cancellationToken);
            string[] machine = [.. Machine.Describe(floor)];
            var runner = new ScenarioRunner(files, floor, Console.Error);
            foreach (Scenario scenario in scenarios)
            {
                var results = new List<ScenarioResult>();
                foreach (long size in scenario.Sizes)
                {
                    ScenarioResult result = await runner.RunAsync(scenario, size, cancellationToken);
                    results.Add(result);
                    Show(result);
                    failed.AddRange(result.Failed);
                    await MarkdownReport.WriteAsync(output, results, machine, cancellationToken);
                }
            }

            Console.WriteLine($"Kept in {output}");
            if (failed.Count > 0)
            {
                await Console.Error.WriteLineAsync($"Not every upload succeeded: {string.Join(", ", failed.Distinct())}.");
                return Failed;
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted. All processes were ended and all files deleted.");
            return Interrupted;
        }
        catch (InvalidOperationException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return Failed;
        }
    }

    private static void Show(ScenarioResult result)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 240;
        }

        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{result.Scenario.Title}, {ByteSize.Name(result.Size)}");
        AnsiConsole.Write(ResultTable.Create(result));
    }
}
