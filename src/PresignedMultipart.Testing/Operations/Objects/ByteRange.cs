using System.Globalization;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Operations.Objects;

/// <summary>One range of bytes of an object.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Reads the Range header. S3 ignores what it cannot read and gives the whole; so it does with several ranges.</summary>
    /// <exception cref="S3Error">The range begins behind the end.</exception>
    public static ByteRange? Parse(string? header, long total)
    {
        const string Unit = "bytes=";
        if (header?.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) != true || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        string[] ends = header[Unit.Length..].Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2 || !TryParse(ends[0], out long? first) || !TryParse(ends[1], out long? last))
        {
            return null;
        }

        if ((first is null && last is null) || last < first)
        {
            return null;
        }

        if (first is null)
        {
            // The last so many bytes.
            return last > 0 && total > 0
                ? new ByteRange(Math.Max(0, total - last.Value), Math.Min(total, last.Value))
                : throw S3Errors.InvalidRange(header, total);
        }

        return first < total
            ? new ByteRange(first.Value, Math.Min(last ?? total, total - 1) - first.Value + 1)
            : throw S3Errors.InvalidRange(header, total);
    }

    public string ToContentRange(long total) => FormattableString.Invariant($"bytes {Offset}-{Offset + Length - 1}/{total}");

    private static bool TryParse(string text, out long? number)
    {
        bool parsed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        number = parsed ? value : null;
        return parsed || text.Length == 0;
    }
}
