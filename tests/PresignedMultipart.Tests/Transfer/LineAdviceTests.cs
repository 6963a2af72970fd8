using System.Net.Sockets;
using System.Security.Authentication;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class LineAdviceTests
{
    [Theory]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", "not trusted here")]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: PartialChain", "not trusted here")]
    [InlineData("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", "another name")]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid", "expired or is not valid yet")]
    [InlineData("Cannot determine the frame size or a corrupted frame was received.", "speaks no TLS")]
    [InlineData("Authentication failed, see inner exception.", "versions of TLS")]
    public void A_TLS_failure_names_its_cure(string said, string expected) =>
        Assert.Contains(expected, LineAdvice.For(new HttpRequestException("The SSL connection could not be established, see inner exception.", new AuthenticationException(said))), StringComparison.Ordinal);

    [Theory]
    [InlineData(SocketError.HostNotFound, "name is not known here")]
    [InlineData(SocketError.TryAgain, "name is not known here")]
    [InlineData(SocketError.ConnectionRefused, "Nothing takes connections")]
    [InlineData(SocketError.NetworkUnreachable, "no way to the storage")]
    public void A_storage_that_cannot_be_reached_is_told_from_one_that_is_not_there(SocketError error, string expected) =>
        Assert.Contains(expected, LineAdvice.For(new HttpRequestException("Sent nothing.", new SocketException((int)error))), StringComparison.Ordinal);

    [Fact]
    public void A_proxy_that_opens_no_tunnel_is_named() =>
        Assert.Contains("proxy", LineAdvice.For(new HttpRequestException(HttpRequestError.ProxyTunnelError, "403")), StringComparison.Ordinal);

    [Fact]
    public void A_line_that_broke_says_it_all() => Assert.Null(LineAdvice.For(new HttpRequestException("", new IOException("Broken pipe"))));
}
