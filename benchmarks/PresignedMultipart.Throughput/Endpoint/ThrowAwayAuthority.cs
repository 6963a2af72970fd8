using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>A certificate authority that lives as long as the endpoint. Its key and the server's never leave the process.</summary>
internal static class ThrowAwayAuthority
{
    /// <summary>Makes a certificate for loopback, and leaves the authority's, as PEM, for the clients.</summary>
    public static X509Certificate2 IssueForLoopback(string authorityPath)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddHours(-1), until = DateTimeOffset.UtcNow.AddDays(7);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=throw-away authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(from, until);
        File.WriteAllText(authorityPath, authority.ExportCertificatePem());

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}
