namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>A connection's bytes, plain or out of TLS. All calls block: each connection has a thread of its own.</summary>
internal interface ISinkWire : IDisposable
{
    int Receive(Span<byte> buffer);

    /// <summary>Receives at most so many bytes and forgets them; 0 at the end.</summary>
    int Drop(int count);

    void Send(ReadOnlySpan<byte> bytes);
}
