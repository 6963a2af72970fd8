namespace PresignedMultipart.Remote.Calls;

/// <summary>What sends the calls.</summary>
internal static class BackendHttpHandler
{
    public static SocketsHttpHandler Configure(SocketsHttpHandler handler)
    {
        // A redirect of a POST becomes a GET of a log-in page; it is reported instead.
        handler.AllowAutoRedirect = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        return handler;
    }
}
