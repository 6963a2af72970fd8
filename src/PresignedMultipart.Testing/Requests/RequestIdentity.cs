using System.Security.Cryptography;

namespace PresignedMultipart.Testing.Requests;

/// <summary>The two ids that S3 gives every request.</summary>
internal readonly record struct RequestIdentity(string RequestId, string HostId)
{
    public static RequestIdentity Create()
    {
        Span<byte> random = stackalloc byte[40];
        RandomNumberGenerator.Fill(random);
        return new RequestIdentity(Convert.ToHexString(random[..8]), Convert.ToBase64String(random[8..]));
    }
}
