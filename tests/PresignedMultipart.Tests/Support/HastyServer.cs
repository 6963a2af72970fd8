using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PresignedMultipart.Tests.Support;

/// <summary>
/// Answers every request before its body and resets the connection, so that a client that is still writing cannot read the answer. A
/// client that asks first (<c>Expect: 100-continue</c>) can, unless the server does not care.
/// </summary>
internal sealed class HastyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _serving;

    private readonly bool _knowsExpect;
    private int _requests;

    public HastyServer(int status, string body, bool knowsExpect = true, string headers = "")
    {
        _knowsExpect = knowsExpect;
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Hasty\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/key";

    public int Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptSocketAsync();
                string head = await ReadHeadAsync(client);
                _requests++;
                await client.SendAsync(_answer);
                if (_knowsExpect && head.Contains("100-continue", StringComparison.OrdinalIgnoreCase))
                {
                    client.Shutdown(SocketShutdown.Send);
                    await client.ReceiveAsync(new byte[1]);
                }
                else
                {
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static async Task<string> ReadHeadAsync(Socket client)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await client.ReceiveAsync(one) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
