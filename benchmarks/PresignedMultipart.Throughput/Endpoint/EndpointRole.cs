using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>
/// The endpoint's process, on bare sockets: it takes 0.25 CPU seconds to drop a GiB, a whole S3 in Kestrel takes three to four, and on few
/// cores those three doubled the wall time and raised the CPU time of the client beside it by 40 %.
/// </summary>
internal sealed class EndpointRole
{
    public const string Name = "endpoint";

    private readonly SinkSettings _settings;
    private readonly SinkTally _tally;
    private readonly OpenUploads _uploads = new();
    private readonly RateCap? _total;
    private readonly SslStreamCertificateContext? _certificate;

    private EndpointRole(SinkSettings settings)
    {
        _settings = settings;
        _tally = new SinkTally(settings.SlowDownEvery);
        _total = settings.BytesPerSecondInTotal > 0 ? new RateCap(settings.BytesPerSecondInTotal) : null;
        _certificate = settings.AuthorityPath.Length > 0
            ? SslStreamCertificateContext.Create(ThrowAwayAuthority.IssueForLoopback(settings.AuthorityPath), additionalCertificates: [], offline: true)
            : null;
    }

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var role = new EndpointRole(SinkSettings.FromArguments(arguments));
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (role._settings.IsShaped)
        {
            // Large buffers would swallow what the line has not carried yet. Accepted sockets inherit it.
            listener.ReceiveBufferSize = 128 << 10;
        }

        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        StartThread(() => role.Accept(listener));

        ServerProcess.Serve(((IPEndPoint)listener.LocalEndPoint!).Port, () => role._tally.Counts.ToString());
        return 0;
    }

    private void Accept(Socket listener)
    {
        while (true)
        {
            Socket socket = listener.Accept();
            _tally.Connection();
            StartThread(() => Serve(socket));
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            using ISinkWire wire = _certificate is null ? new PlainWire(socket) : new TlsWire(socket, _certificate);
            new SinkConnection(wire, _settings, _total, _tally, _uploads).Run();
        }
        catch (Exception broken) when (broken is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away: its own report says why.
            socket.Dispose();
        }
    }

    private static void StartThread(Action work) => new Thread(() => work()) { IsBackground = true }.Start();
}
