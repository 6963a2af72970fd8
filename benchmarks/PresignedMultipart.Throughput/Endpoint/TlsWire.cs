using System.Net.Security;
using System.Net.Sockets;

namespace PresignedMultipart.Throughput.Endpoint;

internal sealed class TlsWire : ISinkWire
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly SslStream _stream;

    public TlsWire(Socket socket, SslStreamCertificateContext certificate)
    {
        _stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        _stream.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificateContext = certificate });
    }

    public int Receive(Span<byte> buffer) => _stream.Read(buffer);

    public int Drop(int count) => _stream.Read(_buffer, 0, Math.Min(count, _buffer.Length));

    public void Send(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void Dispose() => _stream.Dispose();
}
