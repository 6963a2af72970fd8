using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PresignedMultipart.S3.Signing;

/// <summary>The customer's own key (SSE-C) in the form in which S3 takes it. Both strings are as good as the key: never log them.</summary>
internal sealed class CustomerKey
{
    public const string Algorithm = "AES256";

    private CustomerKey(string base64, string md5Base64)
    {
        Base64 = base64;
        Md5Base64 = md5Base64;
    }

    public string Base64 { get; }

    public string Md5Base64 { get; }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "S3 asks for the key's MD5 to find transport errors; it protects nothing.")]
    public static CustomerKey? Of(ServerSideEncryption? encryption) =>
        encryption is { Kind: ServerSideEncryptionKind.CustomerKey }
            ? new(Convert.ToBase64String(encryption.CustomerKeyBytes.Span), Convert.ToBase64String(MD5.HashData(encryption.CustomerKeyBytes.Span)))
            : null;
}
