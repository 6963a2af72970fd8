using System.Net.Sockets;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>Drops inside the kernel: with MSG_TRUNC Linux copies nothing of a TCP stream (tcp(7)), so the buffer is never touched.</summary>
internal sealed class PlainWire(Socket socket) : ISinkWire
{
    private readonly byte[] _untouched = GC.AllocateUninitializedArray<byte>(1 << 20);

    public int Receive(Span<byte> buffer) => socket.Receive(buffer);

    public int Drop(int count) => socket.Receive(_untouched, 0, count, SocketFlags.Truncated);

    public void Send(ReadOnlySpan<byte> bytes) => socket.Send(bytes);

    public void Dispose() => socket.Dispose();
}
