using System.CommandLine.Parsing;
using System.Globalization;

namespace PresignedMultipart.Throughput;

/// <summary>Lengths as people write them: 64MiB, 1GiB, 25MB.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, long Bytes)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        foreach ((string suffix, long unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && long.TryParse(text.AsSpan(0, text.Length - suffix.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                bytes = count * unit;
                return bytes > 0;
            }
        }

        bytes = 0;
        return false;
    }

    public static long[] ParseAll(ArgumentResult argument)
    {
        var sizes = new List<long>();
        foreach (string text in argument.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (TryParse(text, out long bytes))
            {
                sizes.Add(bytes);
            }
            else
            {
                argument.AddError($"'{text}' is no size, such as 64MiB, 1GiB or 25MB.");
            }
        }

        return [.. sizes];
    }

    public static string Name(long bytes) => bytes switch
    {
        >= 1L << 30 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}GiB"),
        >= 1L << 20 when bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}MiB"),
        >= 1L << 10 when bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}B"),
    };
}
