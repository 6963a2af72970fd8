namespace PresignedMultipart.Testing.Storage;

/// <summary>S3 lists keys in the order of their UTF-8 bytes, which is not the order of .NET's UTF-16 where surrogates are involved.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static readonly KeyOrder Instance = new();

    private KeyOrder()
    {
    }

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x;
        ReadOnlySpan<char> b = y;
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length - b.Length;
        }

        // A surrogate stands for a code point above all others of UTF-16, though its own number is not the largest.
        bool surrogateA = char.IsSurrogate(a[common]);
        bool surrogateB = char.IsSurrogate(b[common]);
        return surrogateA == surrogateB ? a[common] - b[common] : surrogateA ? 1 : -1;
    }
}
