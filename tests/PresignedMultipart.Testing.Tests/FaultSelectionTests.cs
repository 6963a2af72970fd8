using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

/// <summary>Which requests a rule strikes.</summary>
public sealed class FaultSelectionTests
{
    [Fact]
    public async Task One_part_and_one_attempt_of_it()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();
        rig.S3.Faults.On(S3Operation.UploadPart).Part(3).Attempt(2).Answer(500, "InternalError");

        Assert.Equal(["200", "200", "200", "500 InternalError", "200"], await UploadAsync(rig, id, 1, 2, 3, 3, 3));
    }

    [Fact]
    public async Task Every_nth_the_first_n_and_all_after_the_nth()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();

        S3FaultRule every = rig.S3.Faults.On(S3Operation.UploadPart).Every(3).Answer(503, "SlowDown");
        Assert.Equal([3, 6], Struck(await UploadAsync(rig, id, 1, 2, 3, 4, 5, 6, 7)));
        every.Remove();
        rig.S3.Faults.On(S3Operation.UploadPart).Times(2).Answer(503, "SlowDown");
        Assert.Equal([1, 2], Struck(await UploadAsync(rig, id, 1, 2, 3)));
        rig.S3.Faults.Clear();
        rig.S3.Faults.On(S3Operation.UploadPart).After(2).Answer(503, "SlowDown");
        Assert.Equal([3, 4], Struck(await UploadAsync(rig, id, 1, 2, 3, 4)));
    }

    [Fact]
    public async Task A_bucket_a_key_or_whatever_a_condition_says()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Key("a").Answer(500, "InternalError");
        rig.S3.Faults.OnAnyOperation().Bucket("elsewhere").Answer(500, "InternalError");
        rig.S3.Faults.OnAnyOperation().When(r => r.ContentLength > 10).Answer(503, "SlowDown");

        Assert.Equal("500 InternalError", (await rig.SendAsync("PUT", "a", [1])).Outcome);
        Assert.Equal("200", (await rig.SendAsync("PUT", "b", [1])).Outcome);
        Assert.Equal("503 SlowDown", (await rig.SendAsync("PUT", "b", new byte[11])).Outcome);
    }

    [Fact]
    public async Task The_first_of_two_outcomes_wins_and_the_other_is_not_spent()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Once().Answer(500, "InternalError");
        S3FaultRule second = rig.S3.Faults.On(S3Operation.PutObject).Once().Answer(503, "SlowDown");

        Assert.Equal("500 InternalError", (await rig.SendAsync("PUT", "a", [1])).Outcome);
        Assert.Equal(0, second.Hits);
        Assert.Equal("503 SlowDown", (await rig.SendAsync("PUT", "a", [1])).Outcome);
    }

    [Fact]
    public async Task A_share_of_the_requests_that_depends_on_the_seed_and_not_on_the_order()
    {
        int[] forwards = [.. Enumerable.Range(1, 200)];

        int[] first = await StruckPartsAsync(forwards, seed: 1);
        int[] backwards = await StruckPartsAsync([.. forwards.Reverse()], seed: 1);
        int[] otherSeed = await StruckPartsAsync(forwards, seed: 2);

        Assert.InRange(first.Length, 30, 70);
        Assert.Equal(first, backwards);
        Assert.NotEqual(first, otherSeed);
    }

    [Fact]
    public void A_rule_says_itself_as_its_sentence()
    {
        var faults = new S3Faults();

        Assert.Equal(
            "On(UploadPart).Part(3).Attempt(1).Times(1).Answer(503, \"SlowDown\")",
            faults.On(S3Operation.UploadPart).Part(3).Attempt(1).Once().Answer(503, "SlowDown").ToString());
    }

    private static IEnumerable<int> Struck(string[] outcomes) =>
        outcomes.Select((o, i) => (o, i)).Where(x => x.o != "200").Select(x => x.i + 1);

    private static async Task<string[]> UploadAsync(Rig rig, string id, params int[] numbers)
    {
        var outcomes = new List<string>();
        foreach (int number in numbers)
        {
            outcomes.Add((await rig.UploadPartAsync(id, number, [1])).Outcome);
        }

        return [.. outcomes];
    }

    private static async Task<int[]> StruckPartsAsync(int[] order, int seed)
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();
        rig.S3.Faults.On(S3Operation.UploadPart).WithProbability(0.25, seed).Answer(503, "SlowDown");
        await UploadAsync(rig, id, order);
        return [.. rig.S3.Requests.Where(r => r.StatusCode == 503).Select(r => r.PartNumber!.Value).Order()];
    }
}
