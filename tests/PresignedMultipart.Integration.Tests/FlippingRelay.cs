using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A line to a server that flips one bit in the body of a chosen part, as often as it is told to, and nothing else.</summary>
internal sealed partial class FlippingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Uri _server;
    private readonly string _mark;
    private readonly Task _accepting;
    private int _left;

    /// <param name="server">Where to.</param>
    /// <param name="mark">What the request line of the chosen PUT contains.</param>
    /// <param name="times">How many of its attempts are damaged.</param>
    public FlippingRelay(Uri server, string mark, int times)
    {
        (_server, _mark, _left) = (server, mark, times);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many bits were flipped.</summary>
    public int Flipped { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_closed.Token)));
            }
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _closed.Token);
                await Task.WhenAny(SendAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _closed.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // A line that breaks is the test's matter, not the relay's.
            }
        }
    }

    private async Task SendAsync(NetworkStream client, NetworkStream server)
    {
        PipeReader reader = PipeReader.Create(client);
        while (await ReadHeadAsync(reader) is { } head)
        {
            await server.WriteAsync(Encoding.Latin1.GetBytes(head), _closed.Token);
            long length = ContentLength().Match(head) is { Success: true } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            bool flip = head.StartsWith("PUT ", StringComparison.Ordinal) && head[..head.IndexOf("\r\n", StringComparison.Ordinal)].Contains(_mark, StringComparison.Ordinal) && Interlocked.Decrement(ref _left) >= 0;
            for (long sent = 0; sent < length;)
            {
                ReadResult read = await reader.ReadAsync(_closed.Token);
                byte[] bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, length - sent)).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(bytes.Length));
                if (bytes.Length == 0)
                {
                    return;
                }

                if (flip)
                {
                    flip = false;
                    bytes[^1] ^= 0x10;
                    Flipped++;
                }

                await server.WriteAsync(bytes, _closed.Token);
                sent += bytes.Length;
            }
        }
    }

    private async Task<string?> ReadHeadAsync(PipeReader reader)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(_closed.Token);
            var bytes = new SequenceReader<byte>(read.Buffer);
            if (bytes.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            {
                string text = Encoding.Latin1.GetString(head) + "\r\n\r\n";
                reader.AdvanceTo(bytes.Position);
                return text;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    [GeneratedRegex(@"\r\nContent-Length: *(\d+)\r\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContentLength();
}
