using System.Text;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// User metadata as <c>x-amz-meta-*</c> headers.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html"/>.
/// </summary>
internal static class MetadataHeaders
{
    public const string Prefix = "x-amz-meta-";

    /// <summary>S3 counts the UTF-8 bytes of names and values, as they are and without the prefix.</summary>
    private const int MaxBytes = 2048;

    public static void AddTo(Dictionary<string, string> headers, IReadOnlyDictionary<string, string> metadata)
    {
        foreach ((string name, string value) in metadata)
        {
            if (name.Length == 0 || !name.All(IsTokenCharacter))
            {
                throw new ArgumentException($"The {nameof(UploadTarget.Metadata)} name '{name}' cannot be part of a header's name. Use ASCII letters, digits, '-', '_' and '.'.", nameof(metadata));
            }

            // S3 stores names in lower case whatever is sent.
            headers[Prefix + name.ToLowerInvariant()] = EncodedWord.EncodeIfNeeded(value);
        }

        if (!HasRoom(metadata, 0))
        {
            throw new ArgumentException($"The {nameof(UploadTarget.Metadata)} is {BytesOf(metadata)} bytes long, names and values together; S3 takes at most {MaxBytes} (2 KB). Keep less there, or put it into an object of its own.", nameof(metadata));
        }
    }

    /// <summary>Whether S3 takes so many bytes more.</summary>
    public static bool HasRoom(IReadOnlyDictionary<string, string> metadata, int more) => BytesOf(metadata) + more <= MaxBytes;

    private static int BytesOf(IReadOnlyDictionary<string, string> metadata) => metadata.Sum(entry => entry.Key.Length + Encoding.UTF8.GetByteCount(entry.Value));

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
