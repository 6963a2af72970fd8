using System.Globalization;

namespace PresignedMultipart.Chaos.Tests;

/// <summary>Which seeds are run: those of every check unless <c>CHAOS_SEEDS</c> names others, as <c>1234</c> or <c>1..100000</c>.</summary>
internal static class SeedRange
{
    public const string Variable = "CHAOS_SEEDS";

    private const int Batch = 100;
    private const int Default = 2_000;

    /// <summary>The seeds in batches, each as its first and its last.</summary>
    public static IEnumerable<(int First, int Last)> Batches
    {
        get
        {
            (int first, int last) = Parse(Environment.GetEnvironmentVariable(Variable));
            for (int at = first; at <= last; at += Batch)
            {
                yield return (at, Math.Min(at + Batch - 1, last));
            }
        }
    }

    public static (int First, int Last) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (1, Default);
        }

        string[] ends = text.Split("..");
        return ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && first <= last
            ? (first, last)
            : throw new FormatException($"{Variable} is '{text}'; set it to one seed, as 1234, or to the first and the last, as 1..100000.");
    }
}
