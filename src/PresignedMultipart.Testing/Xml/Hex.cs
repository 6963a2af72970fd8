namespace PresignedMultipart.Testing.Xml;

/// <summary>Hexadecimal in lower case, as S3 writes hashes. .NET 8 has no method for it.</summary>
internal static class Hex
{
    public static string Lower(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length * 2, bytes.ToArray(), static (text, source) =>
    {
        const string Digits = "0123456789abcdef";
        for (int i = 0; i < source.Length; i++)
        {
            text[2 * i] = Digits[source[i] >> 4];
            text[(2 * i) + 1] = Digits[source[i] & 15];
        }
    });
}
