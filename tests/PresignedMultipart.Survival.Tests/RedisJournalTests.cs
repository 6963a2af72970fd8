using PresignedMultipart.Testing;

namespace PresignedMultipart.Survival.Tests;

/// <summary>Workers of a fleet, each a process, with one journal in a real Redis.</summary>
public class RedisJournalTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const int Parts = 10;
    private const int Sent = 4;

    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_a_killed_worker_began_another_one_ends_without_sending_a_part_twice()
    {
        await using Workplace workplace = await Workplace.StartAsync(Parts);
        using var patience = new CancellationTokenSource(LongestLife);
        await KillWorkerInMidUploadAsync(workplace, patience.Token);
        int since = workplace.Server.Requests.Count;
        // Another machine has the same bytes elsewhere.
        string copy = workplace.Path("copy.tar");
        File.Copy(workplace.File, copy);

        using Life other = Worker(workplace, copy);
        string said = await other.SucceedAsync(patience.Token);

        Assert.Contains($"resumed {Sent * Workplace.PartSize}", said, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(Sent + 1, Parts - Sent), workplace.SentParts(since).Select(request => request.PartNumber!.Value).Order());
        await workplace.AssertStandsAsync();
        Assert.Empty(workplace.Server.MultipartUploads);
        Assert.Equal(0, await redis.CountKeysAsync());
    }

    [Fact]
    public async Task Neither_URLs_nor_keys_are_in_Redis()
    {
        await using Workplace workplace = await Workplace.StartAsync(Parts);
        using var patience = new CancellationTokenSource(LongestLife);
        await KillWorkerInMidUploadAsync(workplace, patience.Token);

        // The storage's own address is none.
        string written = string.Join('\n', await redis.ReadAsync()).Replace($"\"storage\":\"{workplace.Server.Endpoint.ToString().TrimEnd('/')}\"", "", StringComparison.Ordinal);
        Assert.Contains("\"part\"", written, StringComparison.Ordinal);
        Assert.All(new[] { "X-Amz-", "http", workplace.Server.AccessKey, workplace.Server.SecretKey }, secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));

        using Life other = Worker(workplace, workplace.File);
        await other.SucceedAsync(patience.Token);
        Assert.Equal(0, await redis.CountKeysAsync());
    }

    [Fact]
    public async Task An_upload_whose_Redis_goes_away_is_completed_all_the_same()
    {
        await using Workplace workplace = await Workplace.StartAsync(Parts);
        using var patience = new CancellationTokenSource(LongestLife);
        var release = new TaskCompletionSource();
        workplace.Server.Faults.On(S3Operation.UploadPart).After(Sent).StallUntil(release.Task);
        using Life worker = Worker(workplace, workplace.File);
        await redis.WaitForKeysAsync(1 + Sent, patience.Token);

        await redis.TakeAwayAsync();
        try
        {
            release.SetResult();
            await worker.SucceedAsync(patience.Token);
            await workplace.AssertStandsAsync();
        }
        finally
        {
            await redis.BringBackAsync();
        }

        // What is left of the log does not mislead whoever uploads the same again.
        using Life again = Worker(workplace, workplace.File);
        await again.SucceedAsync(patience.Token);
        await workplace.AssertStandsAsync();
        Assert.Empty(workplace.Server.MultipartUploads);
        Assert.Equal(0, await redis.CountKeysAsync());
    }

    private Life Worker(Workplace workplace, string file) => Life.OfWorker(workplace.Server, redis.Configuration, file, Workplace.Bucket, Workplace.Key);

    private async Task KillWorkerInMidUploadAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        S3FaultRule stall = workplace.Server.Faults.On(S3Operation.UploadPart).After(Sent).Stall();
        using Life worker = Worker(workplace, workplace.File);
        await stall.WaitForHitsAsync(cancellationToken: cancellationToken);
        await redis.WaitForKeysAsync(1 + Sent, cancellationToken);
        await worker.KillAsync();
        stall.Remove();
    }
}
