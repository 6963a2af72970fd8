using System.Text;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Text outside ASCII as encoded words, the form in which S3 takes and answers such metadata: <c>=?UTF-8?B?…?=</c>.
/// Source: <see href="https://www.rfc-editor.org/rfc/rfc2047"/>.
/// </summary>
internal static class EncodedWord
{
    private const string Start = "=?UTF-8?B?";
    private const string End = "?=";

    /// <summary>A word is at most 75 characters long; that leaves 60 for Base64, which are 45 bytes.</summary>
    private const int MaxBytesInWord = 45;

    /// <summary>The value as it is when a header can carry it and nobody can take it for an encoded word; otherwise encoded.</summary>
    public static string EncodeIfNeeded(string value) =>
        HeaderValue.IsPlain(value) && !value.Contains("=?", StringComparison.Ordinal) ? value : Encode(value);

    private static string Encode(string value)
    {
        var words = new StringBuilder();
        Span<byte> bytes = stackalloc byte[MaxBytesInWord];
        int count = 0;

        // A word must hold whole characters, so runes are never cut.
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (count + rune.Utf8SequenceLength > MaxBytesInWord)
            {
                AppendWord(words, bytes[..count]);
                count = 0;
            }

            count += rune.EncodeToUtf8(bytes[count..]);
        }

        AppendWord(words, bytes[..count]);
        return words.ToString();
    }

    private static void AppendWord(StringBuilder words, ReadOnlySpan<byte> bytes)
    {
        if (words.Length > 0)
        {
            words.Append(' ');
        }

        words.Append(Start).Append(Convert.ToBase64String(bytes)).Append(End);
    }
}
