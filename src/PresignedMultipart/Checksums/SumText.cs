namespace PresignedMultipart.Checksums;

/// <summary>Sums as they are written: base64, and for a sum of sums a hyphen and the number of parts.</summary>
internal static class SumText
{
    private const int MaxLength = 64;

    /// <summary>
    /// Whether an answer is the sum that was computed; <see langword="null"/> when it is no sum of that kind at all. A header that something
    /// on the way has garbled or doubled tells nothing of the bytes.
    /// </summary>
    public static bool? AreEqual(string answered, string computed)
    {
        Span<byte> theirs = stackalloc byte[MaxLength];
        Span<byte> ours = stackalloc byte[MaxLength];
        if (Read(answered.AsSpan().Trim('"'), theirs, out ReadOnlySpan<char> theirCount) is not { } theirLength
            || Read(computed, ours, out ReadOnlySpan<char> ourCount) is not { } ourLength
            || theirLength != ourLength)
        {
            return null;
        }

        return theirCount.SequenceEqual(ourCount) && theirs[..theirLength].SequenceEqual(ours[..ourLength]);
    }

    private static int? Read(ReadOnlySpan<char> text, Span<byte> value, out ReadOnlySpan<char> count)
    {
        int hyphen = text.IndexOf('-');
        count = hyphen < 0 ? [] : text[hyphen..];
        return Convert.TryFromBase64Chars(hyphen < 0 ? text : text[..hyphen], value, out int length) ? length : null;
    }
}
