using System.Security.Cryptography;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Makes upload ids that look like those of a storage.</summary>
internal static class UploadIds
{
    public static string Create(bool withReservedCharacters)
    {
        byte[] random = RandomNumberGenerator.GetBytes(48);
        string text = Convert.ToBase64String(random);
        return withReservedCharacters
            ? text[..31] + "+/" + text[33..] + "=="
            : text.Replace('+', '.').Replace('/', '_');
    }
}
