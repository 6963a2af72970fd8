namespace PresignedMultipart.AspNetCore;

/// <summary>Which uploads the sweeper aborts, and how often it looks. Checked when the host starts.</summary>
public sealed class UploadSweeperOptions
{
    /// <summary>The buckets that are swept; at least one.</summary>
    public IList<string> Buckets { get; } = [];

    /// <summary>Only uploads of keys that begin with this are aborted. Default: empty, which means <b>all of the buckets' uploads, whoever began them</b>.</summary>
    public string KeyPrefix { get; set; } = "";

    /// <summary>Uploads that were begun longer ago than this are aborted: 1 hour to 365 days. Default: 8 days, a day after the last ticket for them has expired.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(8);

    /// <summary>How long to wait between two looks: 1 minute to 7 days. Default: 6 hours. The first look is one such time after the start.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(6);
}
