namespace PresignedMultipart.Transfer;

/// <summary>Counts the bytes of one part over all its attempts, so that bytes sent again are told apart and progress never goes back.</summary>
internal sealed class PartTally(ProgressTally all)
{
    private long _position;
    private long _highest;

    public void Starts() => _position = 0;

    public void Sent(int bytes)
    {
        _position += bytes;
        long first = Math.Clamp(_position - _highest, 0, bytes);
        _highest += first;
        all.Sent(first, resent: bytes - first);
    }
}
