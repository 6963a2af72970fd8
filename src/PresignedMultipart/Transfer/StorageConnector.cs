using System.Net;
using System.Net.Sockets;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Opens connections, evenly over all addresses of a name: a storage answers with several, each a server of its own. An address that
/// cannot be reached is passed over, and for a while tried last.
/// </summary>
internal sealed class StorageConnector(StorageAddresses addresses, TimeProvider time)
{
    // What a firewall swallows never answers. The last address has all the time that the handler gives a connection.
    private static readonly TimeSpan PatienceWithOneOfMany = TimeSpan.FromSeconds(3);

    private const int SecondsOfSilence = 30;
    private const int SecondsBetweenProbes = 5;

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint storage, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> inTurn = await addresses.FindAsync(storage.Host, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            bool isLast = i == inTurn.Count - 1;
            try
            {
                return await ConnectAsync(new IPEndPoint(inTurn[i], storage.Port), isLast ? Timeout.InfiniteTimeSpan : PatienceWithOneOfMany, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                addresses.Failed(storage.Host, inTurn[i]);
                if (isLast)
                {
                    throw;
                }
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(IPEndPoint address, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The end of a part must not wait for an acknowledgement of what went before.
            socket.NoDelay = true;
            // A line that is dead is found out while the storage is at work and nothing is sent.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsOfSilence);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SecondsBetweenProbes);
            await socket.ConnectAsync(address, limit.Token).ConfigureAwait(false);
            return new EarlyAnswerStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
