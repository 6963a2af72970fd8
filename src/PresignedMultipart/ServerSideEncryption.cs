using System.Security.Cryptography;

namespace PresignedMultipart;

/// <summary>
/// How the storage encrypts the object. Immutable; <see cref="ToString"/> never shows a key.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html"/>.
/// </summary>
public sealed class ServerSideEncryption
{
    private const int CustomerKeyLength = 32;

    private ServerSideEncryption(ServerSideEncryptionKind kind) => Kind = kind;

    /// <summary>Encryption with a key that the storage manages (SSE-S3).</summary>
    public static ServerSideEncryption S3Managed { get; } = new(ServerSideEncryptionKind.S3Managed);

    /// <summary>Who holds the key.</summary>
    public ServerSideEncryptionKind Kind { get; }

    /// <summary>The id or ARN of the KMS key; <see langword="null"/> for the account's default key or another kind.</summary>
    public string? KmsKeyId { get; private init; }

    /// <summary>The KMS encryption context; <see langword="null"/> when there is none.</summary>
    public IReadOnlyDictionary<string, string>? KmsEncryptionContext { get; private init; }

    /// <summary>Whether an S3 bucket key saves calls to KMS; <see langword="null"/> leaves it to the bucket's setting.</summary>
    public bool? KmsBucketKeyEnabled { get; private init; }

    /// <summary>The 32 bytes of the customer's key; empty for another kind. A secret.</summary>
    public ReadOnlyMemory<byte> CustomerKeyBytes { get; private init; }

    /// <summary>Encryption with a key of a key management service (SSE-KMS).</summary>
    /// <param name="keyId">Id or ARN of the key; <see langword="null"/> for the account's default key.</param>
    /// <param name="encryptionContext">Key-value pairs that KMS binds to the ciphertext; not secret.</param>
    /// <param name="bucketKeyEnabled">Whether an S3 bucket key is used; <see langword="null"/> leaves it to the bucket.</param>
    public static ServerSideEncryption Kms(
        string? keyId = null,
        IReadOnlyDictionary<string, string>? encryptionContext = null,
        bool? bucketKeyEnabled = null) =>
        new(ServerSideEncryptionKind.Kms)
        {
            KmsKeyId = keyId,
            KmsEncryptionContext = encryptionContext is null ? null : new Dictionary<string, string>(encryptionContext),
            KmsBucketKeyEnabled = bucketKeyEnabled,
        };

    /// <summary>Encryption with the caller's own key (SSE-C). Amazon S3 takes it over HTTPS only. Nobody can read the object without it.</summary>
    /// <param name="key">32 bytes (AES-256); copied.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public static ServerSideEncryption CustomerKey(ReadOnlySpan<byte> key) =>
        key.Length == CustomerKeyLength
            ? new(ServerSideEncryptionKind.CustomerKey) { CustomerKeyBytes = key.ToArray() }
            : throw new ArgumentException(
                $"The customer's key is {key.Length} bytes long; SSE-C takes AES-256 keys of {CustomerKeyLength} bytes. " +
                $"Make one with {nameof(RandomNumberGenerator)}.{nameof(RandomNumberGenerator.GetBytes)}({CustomerKeyLength}).",
                nameof(key));

    /// <summary>The kind of encryption, without any key.</summary>
    public override string ToString() => Kind.ToString();
}
