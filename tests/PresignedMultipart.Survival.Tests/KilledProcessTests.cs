using System.Globalization;
using System.Text.Json;
using PresignedMultipart.Testing;
using Xunit.Abstractions;

namespace PresignedMultipart.Survival.Tests;

/// <summary>
/// <c>s3put put --journal</c> and <c>s3put resume</c>, killed again and again. The moments come from a seed, which is printed; set
/// <c>SURVIVAL_SEED</c> for others.
/// </summary>
public class KilledProcessTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const string Address = $"s3://{Workplace.Bucket}/{Workplace.Key}";

    // Far more than it takes: what hangs is to fail here, and say where.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(2);

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("SURVIVAL_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20261122;

    [Fact]
    public async Task A_process_that_is_killed_50_times_at_random_moments_uploads_every_byte_and_no_part_twice_that_the_journal_had()
    {
        var random = new Random(Seed);
        KillMoment[] moments = [.. Enumerable.Range(0, Kills - 1).Select(_ => KillMoment.Draw(random))];
        output.WriteLine($"seed {Seed}");
        // However far each life gets, the last kill finds parts missing.
        await using Workplace workplace = await Workplace.StartAsync(moments.Sum(moment => moment.Parts) + 2);
        string directory = workplace.Path("journal");
        var journal = new FileUploadJournal(directory);
        int livesWithParts = 0;

        foreach ((int number, KillMoment moment) in moments.Index())
        {
            HashSet<int> known = await PartsAsync(journal);
            livesWithParts += known.Count > 0 ? 1 : 0;
            int since = workplace.Server.Requests.Count;

            using Life life = await StartAsync(workplace, journal, directory);
            await KillAsync(life, moment, workplace);

            HashSet<int> sent = [.. workplace.SentParts(since).Select(request => request.PartNumber!.Value)];
            output.WriteLine($"{number + 1}: {known.Count} parts in the journal, killed {moment}, {sent.Count} parts begun");
            Assert.Empty(known.Intersect(sent));
        }

        await KillAtCompletionAsync(workplace, journal, directory);
        await ResumeCompletedAsync(workplace, directory);
        await SweepAsync(workplace, directory);
        Assert.InRange(livesWithParts, Kills * 3 / 4, Kills);
        output.WriteLine($"{workplace.Length / Workplace.PartSize} parts, {workplace.SentParts().Count(request => request.StatusCode == 200)} sent to the end, {workplace.Server.RequestCount} requests");
    }

    // As a user would: put it again, or resume what waits; which, is the same.
    private static async Task<Life> StartAsync(Workplace workplace, FileUploadJournal journal, string directory) =>
        await journal.ListUploadsAsync().AnyAsync()
            ? Life.OfS3Put(workplace.Server, "resume", "--journal", directory, "--concurrency", "3")
            : Life.OfS3Put(workplace.Server, "put", workplace.File, Address, "--journal", directory, "--part-size", "5MiB", "--concurrency", "3");

    private static async Task KillAsync(Life life, KillMoment moment, Workplace workplace)
    {
        S3FaultRule line = workplace.Server.Faults.On(S3Operation.UploadPart).SlowTo(200_000_000);
        S3FaultRule end = workplace.Server.Faults.On(S3Operation.UploadPart).After(moment.Parts).Stall();
        if (!moment.AtStart)
        {
            await ReachAsync(life, end.WaitForHitsAsync());
        }

        await Task.Delay(moment.Delay);
        Assert.False(life.HasEnded, life.Output);
        await life.KillAsync();
        end.Remove();
        line.Remove();
    }

    /// <summary>The last kill: the object stands, and nobody was told.</summary>
    private async Task KillAtCompletionAsync(Workplace workplace, FileUploadJournal journal, string directory)
    {
        HashSet<int> known = await PartsAsync(journal);
        int since = workplace.Server.Requests.Count;
        S3FaultRule held = workplace.Server.Faults.On(S3Operation.CompleteMultipartUpload).HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        using Life life = await StartAsync(workplace, journal, directory);
        await ReachAsync(life, held.WaitForHitsAsync());
        using var patience = new CancellationTokenSource(LongestLife);
        while (workplace.Server.Objects.Count == 0)
        {
            await Task.Delay(5, patience.Token);
        }

        await life.KillAsync();
        held.Remove();
        output.WriteLine($"{Kills}: {known.Count} parts in the journal, killed when it was completed");
        Assert.Empty(known.Intersect(workplace.SentParts(since).Select(request => request.PartNumber!.Value)));
        await workplace.AssertStandsAsync();
    }

    private static async Task ResumeCompletedAsync(Workplace workplace, string directory)
    {
        int since = workplace.Server.Requests.Count;
        using Life life = Life.OfS3Put(workplace.Server, "resume", "--journal", directory);
        using var patience = new CancellationTokenSource(LongestLife);
        string said = await life.SucceedAsync(patience.Token);

        Assert.Contains($"{workplace.Length} bytes were there", said, StringComparison.Ordinal);
        Assert.Empty(workplace.SentParts(since));
        Assert.Empty(Directory.EnumerateFiles(directory));
        await workplace.AssertStandsAsync();
    }

    /// <summary>An upload of whose creation the process did not live to hear is in no journal.</summary>
    private async Task SweepAsync(Workplace workplace, string directory)
    {
        output.WriteLine($"{workplace.Server.MultipartUploads.Count} uploads to sweep");
        using Life life = Life.OfS3Put(workplace.Server, "sweep", $"s3://{Workplace.Bucket}", "--older-than", "0s", "--journal", directory);
        using var patience = new CancellationTokenSource(LongestLife);
        await life.SucceedAsync(patience.Token);

        Assert.Empty(workplace.Server.MultipartUploads);
    }

    private static async Task ReachAsync(Life life, Task moment)
    {
        using var patience = new CancellationTokenSource(LongestLife);
        while (!moment.IsCompleted)
        {
            Assert.False(life.HasEnded, $"It ended before it was killed: {life.Output}");
            Assert.False(patience.IsCancellationRequested, $"It hangs: {life.Output}");
            await Task.WhenAny(moment, Task.Delay(100));
        }
    }

    /// <summary>The parts that are in the journal, by its lines.</summary>
    private static async Task<HashSet<int>> PartsAsync(FileUploadJournal journal)
    {
        var parts = new HashSet<int>();
        await foreach (IReadOnlyList<string> lines in journal.ReadAllAsync())
        {
            foreach (JsonElement line in lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)))
            {
                if (line.TryGetProperty("part", out JsonElement part))
                {
                    parts.Add(part.GetProperty("number").GetInt32());
                }
            }
        }

        return parts;
    }
}
