using System.Collections.Concurrent;
using System.Net.Sockets;
using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The library's own connections to the storage and the requests on them, counted; the first connections can be refused.</summary>
internal sealed class CountedConnections : DelegatingHandler
{
    private int _refuse;
    private int _requests;
    private int _opening;
    private int _open;
    private int _most;
    private readonly ConcurrentQueue<SentRequest> _sent = new();

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

            Interlocked.Increment(ref _opening);
            try
            {
                var counted = new CountedStream(await connect(context, stop), () => Interlocked.Decrement(ref _open));
                InterlockedMax(ref _most, Interlocked.Increment(ref _open));
                return counted;
            }
            finally
            {
                Interlocked.Decrement(ref _opening);
            }
        };
        InnerHandler = handler;
    }

    /// <summary>How many requests wait for a connection, for the body to be sent, or for an answer.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The requests that were begun, in their order.</summary>
    public IReadOnlyCollection<SentRequest> Sent => _sent;

    public int Open => Volatile.Read(ref _open);

    /// <summary>
    /// Whether none is open, nor will be. The handler goes on opening a connection whose request was cancelled, and its disposal does not
    /// end that either; what opens then it keeps for the next request, or closes at once when it is disposed of. So the open ones are not
    /// counted for good before none is being opened: each is counted as open before it stops to be counted as being opened.
    /// </summary>
    public bool AreClosed => Volatile.Read(ref _opening) == 0 && Open == 0;

    /// <summary>Refuses no connection any more.</summary>
    public void Calm() => Volatile.Write(ref _refuse, 0);

    public int Most => Volatile.Read(ref _most);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        _sent.Enqueue(SentRequest.Of(request.RequestUri!));
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
