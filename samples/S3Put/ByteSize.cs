using System.CommandLine.Parsing;
using System.Globalization;

namespace S3Put;

/// <summary>A number of bytes as people write it: <c>8388608</c>, <c>8M</c> or <c>8MiB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, int Shift)[] Units = [("KIB", 10), ("MIB", 20), ("GIB", 30), ("K", 10), ("M", 20), ("G", 30), ("", 0)];

    public static long? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value.ToUpperInvariant();
        (string suffix, int shift) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        if (long.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= long.MaxValue >> shift)
        {
            return number << shift;
        }

        argument.AddError($"'{argument.Tokens[0].Value}' is no number of bytes, such as 8388608, 8M or 8MiB.");
        return null;
    }
}
