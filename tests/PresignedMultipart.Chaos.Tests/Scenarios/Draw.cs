namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>What a generator says often: chances, and picks from what there is.</summary>
internal static class Draw
{
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];

    public static T Pick<T>(this Random random)
        where T : struct, Enum => random.Pick<T>(Enum.GetValues<T>());
}
