using System.Collections.Concurrent;
using System.Globalization;
using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Chaos.Tests.Running;
using PresignedMultipart.Chaos.Tests.Scenarios;
using Xunit.Abstractions;

namespace PresignedMultipart.Chaos.Tests;

/// <summary>
/// Every seed is an upload with a source, options, faults of the storage, the provider, the source and the network, and an end, all drawn
/// from it. Whatever it meets, the upload keeps what it promises.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output) : IDisposable
{
    // Seeds mostly wait for the network and the pump, so more of them than processors.
    private static readonly int Together = 4 * Environment.ProcessorCount;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Some sources write synchronously, and hold a thread while they wait; the others must not wait for the pool to grow.
    static ChaosTests() => ThreadPool.SetMinThreads(64, 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("presigned-multipart-chaos-").FullName;

    public static TheoryData<int, int> Batches
    {
        get
        {
            var batches = new TheoryData<int, int>();
            foreach ((int first, int last) in SeedRange.Batches)
            {
                batches.Add(first, last);
            }

            return batches;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Whatever_an_upload_meets_it_keeps_its_promises(int firstSeed, int lastSeed)
    {
        using var unobserved = new UnobservedFailures();
        var broken = new ConcurrentBag<string>();
        var endings = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(
            Enumerable.Range(firstSeed, lastSeed - firstSeed + 1),
            new ParallelOptions { MaxDegreeOfParallelism = Together },
            async (seed, _) =>
            {
                (string[] ends, string? failure) = await RunAsync(ScenarioGenerator.Draw(seed));
                foreach (string ending in ends)
                {
                    endings.AddOrUpdate(ending, 1, (_, count) => count + 1);
                }

                if (failure is not null)
                {
                    broken.Add(failure);
                }
            });

        output.WriteLine(string.Join(", ", endings.OrderBy(ending => ending.Key, StringComparer.Ordinal).Select(ending => $"{ending.Key} {ending.Value}")));
        foreach (string failure in unobserved.Collect())
        {
            broken.Add($"a task of the seeds {firstSeed}..{lastSeed} failed and nobody looked: {failure}");
        }

        Assert.True(broken.IsEmpty, string.Join("\n\n", broken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(string[] Endings, string? Failure)> RunAsync(Scenario scenario)
    {
        ScenarioRun run = await ScenarioRun.StartAsync(scenario, _folder);
        Task running = run.RunAsync();
        try
        {
            await running.WaitAsync(Patience);
            string[] broken =
            [
                .. run.Calls.SelectMany((call, number) => Promise.FindBroken(call).Select(one => $"call {number + 1}: {one}")),
                .. run.Aftermath is { } after ? AftermathPromise.FindBroken(after) : [],
            ];
            await run.DisposeAsync();
            return ([.. run.Calls.Select(Name)], broken.Length == 0 ? null : Describe(broken, run));
        }
        catch (TimeoutException)
        {
            return (["hung"], Describe([$"it hangs: nothing came of it in {Patience.TotalSeconds} s"], run));
        }
    }

    private static string Name(Evidence evidence) => $"{evidence.Call.Ending}{(evidence.Call.IsCalm ? " calm" : "")}{(evidence.Scenario.HasJournal ? " journal" : "")}: " + evidence.Failure switch
    {
        null => evidence.Result is { } result ? result.BytesResumed > 0 ? "resumed" : "completed" : "disposed",
        UploadException failure => $"failed ({failure.Outcome}{(failure.CanResume ? ", kept" : "")})",
        _ => evidence.Failure.GetType().Name,
    };

    private static string Describe(IEnumerable<string> broken, ScenarioRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join("\n", broken.Select(one => $"* {one}"))}\n{run}\n  again: {SeedRange.Variable}={run.Seed} dotnet test tests/PresignedMultipart.Chaos.Tests");
}
