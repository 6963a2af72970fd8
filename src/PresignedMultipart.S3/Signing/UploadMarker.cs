using System.Security.Cryptography;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// An entry in the object's metadata by which it is known to be of one upload when the completion's answer is lost: only where its ETag, under a
/// key of KMS or of the customer's, tells nothing of its parts.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html"/>.
/// </summary>
internal static class UploadMarker
{
    public const string Name = "upload-marker";

    // 128 bits.
    private const int Length = 32;

    /// <returns>The marker; <see langword="null"/> where none is needed, or the user's own metadata leaves no room for it or has an entry of that name.</returns>
    public static string? AddTo(Dictionary<string, string> headers, UploadTarget target)
    {
        if (target.Encryption is not { Kind: ServerSideEncryptionKind.Kms or ServerSideEncryptionKind.CustomerKey } || !MetadataHeaders.HasRoom(target.Metadata, Name.Length + Length))
        {
            return null;
        }

        string marker = RandomNumberGenerator.GetHexString(Length, lowercase: true);
        return headers.TryAdd(MetadataHeaders.Prefix + Name, marker) ? marker : null;
    }
}
