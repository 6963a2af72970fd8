using System.CommandLine;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Scenarios;

namespace PresignedMultipart.Throughput;

/// <summary>The command line: a verb for each scenario.</summary>
internal static class ThroughputCommand
{
    private static readonly Option<long[]> Sizes = new("--size")
    {
        Description = "Lengths of the files, such as 64MiB,1GiB; the scenario's own by default. Not for small-files.",
        CustomParser = ByteSize.ParseAll,
    };

    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How often each client is measured; 3 times by default, once where one run says enough." };

    private static readonly Option<string[]> Clients = new("--clients")
    {
        Description = $"Who takes part, such as ours,floor. There are: {string.Join(", ", ClientCatalog.Descriptions.Keys)}. The scenario's own by default.",
        CustomParser = argument =>
        {
            string[] names = [.. argument.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))];
            foreach (string unknown in names.Where(name => !ClientCatalog.Descriptions.ContainsKey(name)))
            {
                argument.AddError($"There is no client '{unknown}'. There are: {string.Join(", ", ClientCatalog.Descriptions.Keys)}.");
            }

            return names;
        },
    };

    private static readonly Option<DirectoryInfo> Output = new("--output")
    {
        Description = "Where the Markdown and the plots go.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("artifacts", "throughput")),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        Rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--rounds is at least 1.");
            }
        });
        var root = new RootCommand("Uploads with this library and with others, each client in a process of its own, and compares what it costs.");
        foreach (Option option in new Option[] { Sizes, Rounds, Clients, Output })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        root.Subcommands.Add(Verb("all", "Everything below.", [.. ScenarioCatalog.All]));
        root.Subcommands.Add(Verb("http", "Plain HTTP at full speed.", ScenarioCatalog.Http));
        root.Subcommands.Add(Verb("https", "HTTPS at full speed.", ScenarioCatalog.Https));
        root.Subcommands.Add(Verb("shaped", "Slow lines: latency and a cap for each connection, then a cap for all of them as well.", ScenarioCatalog.Shaped, ScenarioCatalog.ShapedTotal));
        root.Subcommands.Add(Verb("slowdown", "A storage that refuses every 7th part for the time being.", ScenarioCatalog.SlowDown));
        root.Subcommands.Add(Verb("small-files", "A directory of 2,000 small files.", ScenarioCatalog.SmallFiles));
        root.Subcommands.Add(Verb("memory", "Memory by the size of the file.", ScenarioCatalog.Memory));
        root.Subcommands.Add(Verb("ways", "By a back end's pre-signed URLs, and through the back end: what either costs it.", ScenarioCatalog.Ways));
        root.Subcommands.Add(Verb("smoke", "64 MiB by ours and by TransferUtility: whether everything still works.", ScenarioCatalog.Smoke));
        return await root.Parse(args).InvokeAsync();
    }

    private static Command Verb(string name, string description, params Scenario[] scenarios)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, scenarios, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("This needs Linux: it measures by getrusage and /proc.");
            return 1;
        }

        long[] sizes = parsed.GetValue(Sizes) ?? [];
        string[] clients = parsed.GetValue(Clients) ?? [];
        Scenario[] chosen =
        [
            .. scenarios.Select(scenario => scenario with
            {
                Sizes = sizes.Length > 0 && !scenario.IsOfDirectory ? sizes : scenario.Sizes,
                Rounds = parsed.GetValue(Rounds) ?? scenario.Rounds,
                Clients = clients.Length > 0 ? [.. clients.Where(scenario.Takes)] : scenario.Clients,
            }).Where(scenario => scenario.Clients.Count > 0),
        ];
        if (chosen.Length == 0)
        {
            await Console.Error.WriteLineAsync("None of these clients takes part: those with 'directory' in their name are for small-files, remote and proxy for ways, the others for everything else.");
            return 1;
        }

        return await new ThroughputRun(chosen, parsed.GetValue(Output)!.FullName).ExecuteAsync(cancellationToken);
    }
}
