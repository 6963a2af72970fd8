using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The content of every object, cut from one piece of memory: drawing it anew for each would take longer than sending it.</summary>
internal static class Bytes
{
    private const int Spread = 4_096;

    private static readonly byte[] All = Fill();

    public static ReadOnlyMemory<byte> Of(Scenario scenario) => All.AsMemory(scenario.Seed & (Spread - 1), scenario.Length);

    /// <summary>What stood there before: never the same as what is uploaded.</summary>
    public static ReadOnlyMemory<byte> Before(Scenario scenario) => All.AsMemory((scenario.Seed & (Spread - 1)) + 1, scenario.Length + 3);

    private static byte[] Fill()
    {
        byte[] all = new byte[ScenarioGenerator.LargestObject + Spread + 16];
        new Random(1).NextBytes(all);
        return all;
    }
}
