using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Cuts a connection the hard way, with a TCP reset.</summary>
internal static class ConnectionReset
{
    public static void Reset(HttpContext context)
    {
        // Without lingering the socket is closed by RST and not by FIN.
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.LingerState = new LingerOption(true, 0);
        }

        context.Abort();
    }
}
