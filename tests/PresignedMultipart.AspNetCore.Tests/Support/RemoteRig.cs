using System.Net.Sockets;
using PresignedMultipart.Remote;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>
/// An uploader whose provider asks the back end, as alice unless another user is named. Each instance of the back end has the same address,
/// as it has behind a load balancer.
/// </summary>
internal sealed class RemoteRig : IDisposable
{
    private static readonly Uri Address = new("http://back-end.test");

    private readonly HttpClient _http;
    private readonly RemotePresignedUrlProvider _provider;

    public RemoteRig(BackEnd backEnd, BackendContract contract, MultipartUploadOptions? options = null, string user = "alice")
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(backEnd.Address, cancellationToken) });
        _http.DefaultRequestHeaders.Add(TestUser.Header, user);
        _provider = new RemotePresignedUrlProvider(_http, new RemoteProviderOptions
        {
            Contract = contract,
            BaseAddress = new Uri(Address, contract switch
            {
                BackendContract.Native => "/native",
                BackendContract.Classic => "/classic",
                _ => "/companion",
            }),
        });
        Uploader = new MultipartUploader(_provider, options);
    }

    public MultipartUploader Uploader { get; }

    public void Dispose()
    {
        Uploader.Dispose();
        _provider.Dispose();
        _http.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(Uri instance, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(instance.Host, instance.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
