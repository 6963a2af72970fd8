namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Draws how an upload is called for: once, or with a journal again and again, and what happens in between.</summary>
internal static class CallGenerator
{
    /// <summary>Of an upload that must succeed: at most it is paused.</summary>
    public static Scenario DrawQuiet(Random random, Scenario scenario) =>
        CanBeHandled(scenario) && random.Chance(0.2) ? scenario with { Calls = [Call(random, scenario, Ending.Pause)] } : scenario;

    public static Scenario Draw(Random random, Scenario scenario)
    {
        if (scenario.SourceFault == SourceFault.Stalls)
        {
            // Nobody else would ever end it, but a part that fails.
            return scenario.SourceFaultAt > scenario.PartSize && scenario.SinglePutThreshold == 0 && random.Chance(0.5)
                ? scenario with { ServerFaults = [new ServerFault(Testing.S3Operation.UploadPart, ServerEffect.Answer) { Part = 1, Times = 1_000, Refusal = ServerRefusal.Final }, .. scenario.ServerFaults] }
                : scenario with { Calls = [Call(random, scenario, Ending.Cancel)] };
        }

        if (!scenario.HasJournal)
        {
            return scenario with { Calls = [Call(random, scenario, DrawEnding(random, scenario))] };
        }

        var calls = new List<UploadCall>();
        int count = random.Pick(1, 2, 2, 3);
        while (calls.Count < count)
        {
            calls.Add(Again(random, calls, Call(random, scenario, DrawEnding(random, scenario))));
        }

        bool goesOn = random.Chance(0.7);
        if (goesOn)
        {
            calls.Add(Again(random, calls, new UploadCall(Ending.RunToEnd, 0) { IsCalm = true }));
        }

        return scenario with { Calls = calls, IsDiscarded = !goesOn && random.Chance(0.7) };
    }

    private static Ending DrawEnding(Random random, Scenario scenario)
    {
        Ending ending = random.Pick(Ending.RunToEnd, Ending.RunToEnd, Ending.RunToEnd, Ending.Cancel, Ending.Cancel, Ending.Cancel, Ending.Dispose, Ending.Dispose, Ending.Abort, Ending.Pause, Ending.PauseThenCancel, Ending.PauseThenAbort);
        return CanBeHandled(scenario) || ending is Ending.RunToEnd or Ending.Cancel or Ending.Dispose ? ending : Ending.Cancel;
    }

    private static UploadCall Call(Random random, Scenario scenario, Ending ending) =>
        new(ending, ending == Ending.RunToEnd ? 0 : DrawStep(random, scenario))
        {
            PauseLength = ending is Ending.Pause or Ending.PauseThenCancel or Ending.PauseThenAbort ? random.Pick(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), TimeSpan.FromHours(3)) : TimeSpan.Zero,
        };

    private static int DrawStep(Random random, Scenario scenario)
    {
        int parts = Math.Min(scenario.Length / scenario.PartSize, 10);
        // With a journal mostly while its parts are sent: a few steps create it, and each part is one or two.
        return scenario.HasJournal && random.Chance(0.7) ? random.Next(6, 7 + parts) : random.Next(1, 8 + (3 * parts));
    }

    private static UploadCall Again(Random random, List<UploadCall> before, UploadCall call) => before.Count == 0 ? call : call with
    {
        Before = random.Chance(0.5) ? Interlude.Nothing : random.Pick<Interlude>(),
        BeforeAt = random.Next(ScenarioGenerator.LargestObject),
        IsRestarted = before[^1].Ending == Ending.Dispose || random.Chance(0.4),
    };

    // What is written into an upload has no handle.
    private static bool CanBeHandled(Scenario scenario) => scenario.Source != SourceKind.OpenWrite;
}
