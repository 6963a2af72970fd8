using System.CommandLine.Parsing;
using System.Globalization;

namespace S3Put;

/// <summary>A time that has passed, as people write it: <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>2d</c> or <c>1w</c>.</summary>
internal static class Age
{
    private static readonly (char Suffix, string Name, TimeSpan Length)[] Units =
    [
        ('w', "week", TimeSpan.FromDays(7)),
        ('d', "day", TimeSpan.FromDays(1)),
        ('h', "hour", TimeSpan.FromHours(1)),
        ('m', "minute", TimeSpan.FromMinutes(1)),
        ('s', "second", TimeSpan.FromSeconds(1)),
    ];

    public static TimeSpan? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        TimeSpan unit = text.Length > 1 ? Units.FirstOrDefault(unit => unit.Suffix == char.ToLowerInvariant(text[^1])).Length : default;
        // A thousand years of seconds; what is longer overflows the calendar.
        if (unit > default(TimeSpan) && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= TimeSpan.FromDays(365_000) / unit)
        {
            return number * unit;
        }

        argument.AddError($"'{text}' is no age, such as 30m, 12h, 2d or 1w.");
        return null;
    }

    /// <summary>When it was and how long ago, in the largest unit of which there is one.</summary>
    public static string Since(DateTimeOffset moment)
    {
        TimeSpan age = DateTimeOffset.UtcNow - moment;
        (_, string name, TimeSpan length) = Units.FirstOrDefault(unit => age >= unit.Length, Units[^1]);
        long count = Math.Max(0, (long)(age / length));
        return string.Create(CultureInfo.InvariantCulture, $"{moment.ToLocalTime():yyyy-MM-dd HH:mm} ({count} {name}{(count == 1 ? "" : "s")} ago)");
    }
}
