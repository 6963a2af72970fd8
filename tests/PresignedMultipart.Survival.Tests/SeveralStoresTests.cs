using PresignedMultipart.Testing;

namespace PresignedMultipart.Survival.Tests;

/// <summary><c>s3put</c> with two stores that have a bucket of the same name, and one journal for both, as one user has it.</summary>
public class SeveralStoresTests
{
    private const int Parts = 6;
    private const int Sent = 3;
    private const string Address = $"s3://{Workplace.Bucket}/{Workplace.Key}";

    // Far more than it takes: what hangs is to fail here, and say where.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_was_killed_at_one_store_waits_for_it_whatever_becomes_of_the_other()
    {
        await using Workplace staging = await Workplace.StartAsync(Parts);
        await using Workplace production = await Workplace.StartAsync(Parts);
        using var patience = new CancellationTokenSource(LongestLife);
        string journal = staging.Path("journal");
        await KillInMidUploadAsync(staging, journal, patience.Token);

        await RunAsync(production.Server, patience.Token, "put", staging.File, Address, "--journal", journal, "--part-size", "5MiB");
        string swept = await RunAsync(production.Server, patience.Token, "sweep", $"s3://{Workplace.Bucket}", "--older-than", "0s", "--journal", journal);
        string resumed = await RunAsync(production.Server, patience.Token, "resume", "--journal", journal);
        string listed = await RunAsync(production.Server, patience.Token, "list-uploads", "--journal", journal);
        string ofTheStore = await RunAsync(production.Server, patience.Token, "list-uploads", Address, "--journal", journal);

        Assert.Contains("0 upload(s) aborted", swept, StringComparison.Ordinal);
        Assert.Contains($"1 upload(s) wait for {Name(staging)}, and not for {Name(production)}", resumed, StringComparison.Ordinal);
        Assert.Contains(Name(staging), listed, StringComparison.Ordinal);
        Assert.Contains("0 upload(s) wait in", ofTheStore, StringComparison.Ordinal);
        Assert.Equal(Parts, production.SentParts().Count());
        await production.AssertStandsAsync();

        int since = staging.Server.Requests.Count;
        await RunAsync(staging.Server, patience.Token, "resume", Address, "--journal", journal);

        Assert.Equal(Parts - Sent, staging.SentParts(since).Count());
        await staging.AssertStandsAsync();
        Assert.Empty(staging.Server.MultipartUploads);
        Assert.Empty(Directory.EnumerateFiles(journal));
    }

    private static async Task KillInMidUploadAsync(Workplace workplace, string journal, CancellationToken patience)
    {
        S3FaultRule end = workplace.Server.Faults.On(S3Operation.UploadPart).After(Sent).Stall();
        using Life life = Life.OfS3Put(workplace.Server, "put", workplace.File, Address, "--journal", journal, "--part-size", "5MiB", "--concurrency", "1");
        await end.WaitForHitsAsync(cancellationToken: patience);
        await life.KillAsync();
        end.Remove();
    }

    private static async Task<string> RunAsync(S3TestServer server, CancellationToken patience, params string[] arguments)
    {
        using Life life = Life.OfS3Put(server, arguments);
        return await life.SucceedAsync(patience);
    }

    private static string Name(Workplace workplace) => workplace.Server.Endpoint.ToString().TrimEnd('/');
}
