namespace PresignedMultipart.Testing.Storage;

/// <summary>A lifecycle rule with AbortIncompleteMultipartUpload.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Prefix">What keys must start with.</param>
/// <param name="Days">After how many days uploads are aborted.</param>
internal sealed record AbortRule(string Id, string Prefix, int Days)
{
    /// <summary>S3 adds the days and rounds up to the next midnight UTC (…/userguide/intro-lifecycle-rules.html).</summary>
    public DateTimeOffset DateFor(DateTimeOffset initiated)
    {
        DateTimeOffset due = initiated.ToUniversalTime().AddDays(Days);
        return due.TimeOfDay == TimeSpan.Zero ? due : new DateTimeOffset(due.Date.AddDays(1), TimeSpan.Zero);
    }
}
