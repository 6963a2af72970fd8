using System.Net.Sockets;
using System.Security.Authentication;

namespace PresignedMultipart.Transfer;

/// <summary>What a line that could not be opened or that broke is due to, and what to do about it.</summary>
internal static class LineAdvice
{
    /// <returns>Cause and cure; <see langword="null"/> when the failure says it all.</returns>
    public static string? For(Exception broken) => broken.GetBaseException() switch
    {
        AuthenticationException tls when Says(tls, "UntrustedRoot") || Says(tls, "PartialChain") =>
            "The authority that issued the storage's certificate is not trusted here: install it in the system, or give the uploader an HTTP handler that trusts it. If a firewall opens the connections on the way, it is the firewall's authority.",
        AuthenticationException tls when Says(tls, "NameMismatch") =>
            "The storage's certificate is for another name: sign URLs with a host that it names. A bucket with dots in its name is none under a wildcard certificate; use path style for it.",
        AuthenticationException tls when Says(tls, "NotTimeValid") =>
            "The storage's certificate has expired or is not valid yet: renew it, or set this machine's clock.",
        AuthenticationException tls when Says(tls, "corrupted frame") || Says(tls, "frame size") =>
            "What answers there speaks no TLS: let the signer's endpoint be http, or take the port that speaks HTTPS.",
        AuthenticationException => "No TLS connection could be made: check the storage's certificate, and which versions of TLS both sides take.",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "The storage's name is not known here: check the signer's endpoint and this machine's network. Where each bucket has no name of its own, let the signer use path style.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            "Nothing takes connections there: check the host and the port of the signer's endpoint, and that the storage runs.",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown } =>
            "There is no way to the storage from here: check this machine's network.",
        _ when broken is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            "The proxy opens no way to the storage: check its address and credentials, and what it lets through.",
        _ => null,
    };

    private static bool Says(Exception failure, string words) => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
