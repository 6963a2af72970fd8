using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A line to a server that spoils chosen requests, as often as it is told to, and nothing else.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Uri _server;
    private readonly LineFault _fault;
    private readonly Regex _request;
    private readonly Task _accepting;
    private readonly List<Task> _meanwhile = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private int _left;
    private int _struck;

    /// <param name="server">Where to.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="request">What the first line of the chosen requests matches, such as <c>^PUT .*partNumber=2&amp;</c>.</param>
    /// <param name="times">To how many of them.</param>
    public Relay(Uri server, LineFault fault, [StringSyntax(StringSyntaxAttribute.Regex)] string request, int times)
    {
        (_server, _fault, _request, _left) = (server, fault, new Regex(request), times);
        // What waits in buffers counts as sent by the client, and takes a slow line seconds to carry while nothing moves for the client.
        _listener.Server.ReceiveBufferSize = 64 << 10;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    /// <summary>What is done when the fault strikes, before anything more passes.</summary>
    public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

    /// <summary>How fast bodies pass on each connection; <see langword="null"/> for as fast as they come.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>How often the fault has struck.</summary>
    public int Struck => _struck;

    /// <summary>The first lines of all requests that have begun to pass.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_meanwhile);
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
            // Whatever ends it, the other end learns at once, also of what was not read.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _closed.Token);
                using var line = new RelayedLine(client.GetStream(), server.GetStream(), BytesPerSecond, _closed.Token);
                await Task.WhenAny(line.AnswerAsync(), SendAsync(line));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // A line that breaks is the test's matter, not the relay's.
            }
        }
    }

    private async Task SendAsync(RelayedLine line)
    {
        while (await line.ReadRequestAsync() is { } request)
        {
            _requests.Enqueue(request.FirstLine);
            bool strikes = _request.IsMatch(request.FirstLine) && Interlocked.Decrement(ref _left) >= 0;
            await line.PassHeadAsync(request);
            if (!strikes)
            {
                await line.PassBodyAsync(request.Length);
                continue;
            }

            Interlocked.Increment(ref _struck);
            bool losesAnswer = _fault == LineFault.LoseAnswer;
            if (losesAnswer)
            {
                line.HoldAnswers();
            }

            long first = losesAnswer ? request.Length : request.Length / 2;
            await line.PassBodyAsync(first);
            await DoMeanwhileAsync();
            switch (_fault)
            {
                case LineFault.LoseAnswer:
                    await line.AnswerHeldAsync();
                    return;
                case LineFault.Cut:
                    return;
                case LineFault.Stall:
                    await Task.Delay(Timeout.Infinite, _closed.Token);
                    return;
                default:
                    await line.PassBodyAsync(request.Length - first, flipFirstBit: _fault == LineFault.FlipBit);
                    break;
            }
        }
    }

    private Task DoMeanwhileAsync()
    {
        Task done = Meanwhile();
        lock (_meanwhile)
        {
            _meanwhile.Add(done);
        }

        return done;
    }
}
