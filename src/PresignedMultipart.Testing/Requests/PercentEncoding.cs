using System.Text;

namespace PresignedMultipart.Testing.Requests;

/// <summary>
/// Percent-encoding as SigV4 wants it: everything but unreserved characters, upper-case hex. Whatever way a client wrote its URL, decoding and
/// encoding again gives the one canonical form that it signed.
/// </summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns><see langword="false"/> when the bytes are not UTF-8.</returns>
    public static bool TryDecode(string encoded, bool plusIsSpace, out string text)
    {
        try
        {
            text = _strict.GetString(DecodeBytes(encoded, plusIsSpace));
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    public static string Encode(string decoded, bool keepSlash = false)
    {
        const string Digits = "0123456789ABCDEF";
        byte[] bytes = Encoding.UTF8.GetBytes(decoded);
        var text = new StringBuilder(bytes.Length + 16);
        foreach (byte b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (keepSlash && b == (byte)'/'))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(Digits[b >> 4]).Append(Digits[b & 15]);
            }
        }

        return text.ToString();
    }

    private static byte[] DecodeBytes(string encoded, bool plusIsSpace)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(encoded);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (b == (byte)'%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                b = (byte)((HexValue(bytes[i + 1]) << 4) | HexValue(bytes[i + 2]));
                i += 2;
            }
            else if (b == (byte)'+' && plusIsSpace)
            {
                b = (byte)' ';
            }

            bytes[length++] = b;
        }

        return bytes[..length];
    }

    private static int HexValue(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
