using System.Net;

namespace PresignedMultipart.Transfer;

/// <summary>The connections to the storage, with every knob stated in one place.</summary>
internal static class StorageHttpHandler
{
    public static SocketsHttpHandler Create(MultipartUploadOptions options, TimeProvider time)
    {
        var handler = new SocketsHttpHandler();
        Configure(handler, options, time);
        return handler;
    }

    public static void Configure(SocketsHttpHandler handler, MultipartUploadOptions options, TimeProvider time)
    {
        // No more than requests: the handler else opens one for each request that waits for a moment, and keeps it.
        handler.MaxConnectionsPerServer = options.MaxConcurrency;
        // A pre-signed URL is good for one host; following a redirect would hand the signature to another.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        // No traceparent header on requests whose headers are signed, and no activity that carries a signed URL.
        handler.ActivityHeadersPropagator = null;
        // S3 closes idle connections after about 5 s; a request that meets the close is lost.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4);
        // So that a change of the storage's addresses is noticed.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        var connector = new StorageConnector(new StorageAddresses(name => Dns.GetHostAddressesAsync(name), time), time);
        handler.ConnectCallback = (connection, stop) => connector.ConnectAsync(connection.DnsEndPoint, stop);
    }
}
