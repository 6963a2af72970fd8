using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>The key that a secret gives for one scope.</summary>
internal sealed class SigningKey
{
    private readonly byte[] _key;

    public SigningKey(string secret, CredentialScope scope)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string step in new[] { scope.Date, scope.Region, scope.Service, scope.Terminator })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        _key = key;
    }

    public string Sign(string text) => Hex.Lower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Compares in a time that does not tell how much of the signature is right.</summary>
    public bool Verifies(string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(text)), Encoding.ASCII.GetBytes(signature));
}
