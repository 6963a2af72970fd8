namespace PresignedMultipart.S3;

/// <summary>How long a URL may live.</summary>
internal static class UrlLifetimeRule
{
    private static readonly TimeSpan Min = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a life, to follow the option's name; <see langword="null"/> when nothing is.</summary>
    public static string? FindProblem(TimeSpan lifetime) =>
        // The SDK does not refuse a longer one: in older regions it silently signs with Signature Version 2, which most stores no longer take.
        lifetime > S3Limits.MaxUrlLifetime
            ? $"is {lifetime}; Signature Version 4 ends a URL after 7 days at the latest. Set it to at most 7 days, and sign again when a URL has expired."
            : lifetime < Min
                ? $"is {lifetime}; set it to between 1 second and 7 days."
                : null;
}
