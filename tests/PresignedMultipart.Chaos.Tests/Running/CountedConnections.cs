using System.Net.Sockets;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The library's own connections to the storage and the requests on them, counted; the first connections can be refused.</summary>
internal sealed class CountedConnections : DelegatingHandler
{
    private int _refuse;
    private int _requests;
    private int _open;
    private int _most;

    public CountedConnections(MultipartUploadOptions options, TimeProvider time, int refuse)
    {
        _refuse = refuse;
        SocketsHttpHandler handler = StorageHttpHandler.Create(options, time);
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect = handler.ConnectCallback!;
        handler.ConnectCallback = async (context, stop) =>
        {
            if (Interlocked.Decrement(ref _refuse) >= 0)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            var counted = new CountedStream(await connect(context, stop), () => Interlocked.Decrement(ref _open));
            InterlockedMax(ref _most, Interlocked.Increment(ref _open));
            return counted;
        };
        InnerHandler = handler;
    }

    /// <summary>How many requests wait for a connection, for the body to be sent, or for an answer.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public int Open => Volatile.Read(ref _open);

    public int Most => Volatile.Read(ref _most);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen = Volatile.Read(ref place);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}
