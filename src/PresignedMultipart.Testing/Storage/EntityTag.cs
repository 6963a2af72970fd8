using System.Security.Cryptography;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Storage;

/// <summary>How S3 makes ETags.</summary>
internal static class EntityTag
{
    public static string OfBytes(byte[] md5) => $"\"{Hex.Lower(md5)}\"";

    /// <summary>hex(MD5(MD5s of the parts))-N.</summary>
    public static string OfParts(IReadOnlyList<StoredPart> parts)
    {
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (StoredPart part in parts)
        {
            md5.AppendData(part.ETagBytes);
        }

        return $"\"{Hex.Lower(md5.GetHashAndReset())}-{parts.Count}\"";
    }

    /// <summary>What stands for the MD5 of bytes that were encrypted with a key of the user's.</summary>
    public static byte[] Hide(byte[] md5, ObjectEncryption encryption) => encryption.HidesMd5 ? RandomNumberGenerator.GetBytes(md5.Length) : md5;

    /// <summary>Clients send ETags with and without their quotes.</summary>
    public static bool AreEqual(string a, string b) => a.AsSpan().Trim('"').SequenceEqual(b.AsSpan().Trim('"'));
}
