namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>Counts what all connections do.</summary>
internal sealed class SinkTally(int slowDownEvery)
{
    private long _requests;
    private long _connections;
    private long _bodyBytes;
    private long _parts;
    private long _slowDowns;

    public SinkCounts Counts => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _connections), Interlocked.Read(ref _bodyBytes), Interlocked.Read(ref _slowDowns));

    public void Connection() => Interlocked.Increment(ref _connections);

    public void Request() => Interlocked.Increment(ref _requests);

    public void Body(long bytes) => Interlocked.Add(ref _bodyBytes, bytes);

    /// <summary>Counts a part, and says whether it is one to refuse.</summary>
    public bool PartIsToRefuse()
    {
        if (slowDownEvery == 0 || Interlocked.Increment(ref _parts) % slowDownEvery != 0)
        {
            return false;
        }

        Interlocked.Increment(ref _slowDowns);
        return true;
    }
}
