using System.Globalization;

namespace PresignedMultipart.Testing.Xml;

/// <summary>The ways in which S3 writes a time.</summary>
internal static class S3Time
{
    private const string BasicFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>2026-11-22T06:32:00Z, as in errors.</summary>
    public static string ToSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>2026-11-22T06:32:00.000Z, as in lists.</summary>
    public static string ToMilliseconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>20261122T063200Z, as in signatures.</summary>
    public static string ToBasic(DateTimeOffset time) => time.UtcDateTime.ToString(BasicFormat, CultureInfo.InvariantCulture);

    /// <summary>Sun, 22 Nov 2026 06:32:00 GMT, as in headers.</summary>
    public static string ToHeader(DateTimeOffset time) => time.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);

    public static bool TryParseBasic(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, BasicFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static bool TryParseHeader(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>What headers of HTTP can carry: whole seconds.</summary>
    public static DateTimeOffset TruncateToSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
