namespace PresignedMultipart.Transfer;

/// <summary>
/// Counts the bytes of one part over all its sendings, also two at a time, so that bytes sent again are told apart, progress never goes
/// back, and no part counts for more than its length.
/// </summary>
internal sealed class PartTally(ProgressTally all)
{
    private readonly object _lock = new();
    private long _highest;

    /// <param name="from">Where in the part the bytes begin.</param>
    /// <param name="bytes">How many were sent.</param>
    public void Sent(long from, int bytes)
    {
        long first;
        lock (_lock)
        {
            first = Math.Clamp(from + bytes - _highest, 0, bytes);
            _highest += first;
        }

        all.Sent(first, resent: bytes - first);
    }
}
