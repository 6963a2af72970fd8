using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests;

/// <summary>What is drawn: a generator that leaves something out makes promises look kept.</summary>
public class GeneratorTests
{
    private static readonly IReadOnlyList<Scenario> Drawn = [.. Enumerable.Range(1, 2_000).Select(ScenarioGenerator.Draw)];

    [Fact]
    public void A_seed_is_the_same_scenario_each_time() =>
        Assert.All(Enumerable.Range(1, 200), seed => Assert.Equal(ScenarioGenerator.Draw(seed).ToString(), ScenarioGenerator.Draw(seed).ToString()));

    [Fact]
    public void Every_fault_that_an_operation_can_have_is_drawn()
    {
        var possible = from operation in ServerFaultGenerator.Operations
                       from effect in Enum.GetValues<ServerEffect>()
                       where ServerFaultGenerator.IsPossible(operation, effect)
                       select (operation, effect);

        Assert.Empty(possible.Except(Drawn.SelectMany(scenario => scenario.ServerFaults).Select(fault => (fault.Operation, fault.Effect))));
    }

    [Fact]
    public void Every_fault_that_a_call_of_the_provider_can_have_is_drawn()
    {
        var possible = from call in Enum.GetValues<SignerCall>()
                       from effect in Enum.GetValues<SignerEffect>()
                       where SignerFaultGenerator.IsPossible(call, effect)
                       select (call, effect);

        Assert.Empty(possible.Except(Drawn.SelectMany(scenario => scenario.SignerFaults).Select(fault => (fault.Call, fault.Effect))));
    }

    [Fact]
    public void Every_source_every_fault_of_a_source_and_every_ending_is_drawn()
    {
        Assert.Empty(Enum.GetValues<SourceKind>().Except(Drawn.Select(scenario => scenario.Source)));
        Assert.Empty(Enum.GetValues<SourceFault>().Except(Drawn.Select(scenario => scenario.SourceFault)));
        Assert.Empty(Enum.GetValues<Ending>().Except(Drawn.SelectMany(scenario => scenario.Calls).Select(call => call.Ending)));
    }

    [Fact]
    public void With_a_journal_every_ending_and_every_interlude_is_drawn_before_a_call_that_goes_on()
    {
        (UploadCall First, UploadCall Second)[] pairs = [.. Drawn.Where(scenario => scenario.HasJournal).SelectMany(scenario => scenario.Calls.Zip(scenario.Calls.Skip(1)))];

        Assert.Empty(Enum.GetValues<Ending>().Except(pairs.Select(pair => pair.First.Ending)));
        Assert.Empty(Enum.GetValues<Interlude>().Except(pairs.Select(pair => pair.Second.Before)));
        Assert.Contains(pairs, pair => pair.First.Ending == Ending.PauseThenCancel && pair.Second.IsRestarted);
        Assert.InRange(Drawn.Count(scenario => scenario.Calls.Count > 1), 100, 500);
        Assert.InRange(Drawn.Count(scenario => scenario.IsDiscarded), 10, 200);
    }

    [Fact]
    public void Without_a_journal_there_is_one_call() =>
        Assert.All(Drawn.Where(scenario => !scenario.HasJournal), scenario => Assert.Single(scenario.Calls));

    [Fact]
    public void Many_must_succeed_in_spite_of_their_faults_and_many_need_not()
    {
        Assert.InRange(Drawn.Count(scenario => scenario.MustSucceed && scenario.ServerFaults.Any(fault => fault.Cost != FaultCost.Nothing)), 200, 1_000);
        Assert.InRange(Drawn.Count(scenario => !scenario.MustSucceed), 500, 1_500);
    }

    [Theory]
    [InlineData(null, 1, 2_000)]
    [InlineData("17", 17, 17)]
    [InlineData("5..9", 5, 9)]
    public void Seeds_are_named_alone_or_as_a_range(string? text, int first, int last) => Assert.Equal((first, last), SeedRange.Parse(text));

    [Theory]
    [InlineData("9..5")]
    [InlineData("many")]
    [InlineData("1..2..3")]
    public void What_names_no_seeds_is_refused_with_the_cure(string text) =>
        Assert.Contains(SeedRange.Variable, Assert.Throws<FormatException>(() => SeedRange.Parse(text)).Message, StringComparison.Ordinal);
}
