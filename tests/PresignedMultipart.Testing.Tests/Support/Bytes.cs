using System.Security.Cryptography;

namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>Bytes that differ everywhere and are the same in every run.</summary>
internal static class Bytes
{
    public static byte[] Random(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] All(S3TestObject stored)
    {
        using Stream stream = stored.OpenRead();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

#pragma warning disable CA5351 // S3's ETags are MD5.
    public static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
