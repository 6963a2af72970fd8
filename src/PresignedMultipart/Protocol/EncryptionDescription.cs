namespace PresignedMultipart.Protocol;

/// <summary>
/// How the storage is to encrypt an object. A customer's key (SSE-C) has no place here: the signature covers the key's header, so the back
/// end would have to see it. A back end that keeps such keys itself names them among the headers of its URLs.
/// </summary>
public sealed class EncryptionDescription
{
    /// <summary>Who holds the key: <see cref="ServerSideEncryptionKind.S3Managed"/> or <see cref="ServerSideEncryptionKind.Kms"/>.</summary>
    public required ServerSideEncryptionKind Kind { get; init; }

    /// <summary>The id or ARN of the KMS key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The KMS encryption context.</summary>
    public IReadOnlyDictionary<string, string>? KmsEncryptionContext { get; init; }

    /// <summary>Whether an S3 bucket key saves calls to KMS.</summary>
    public bool? KmsBucketKeyEnabled { get; init; }

    /// <summary>Describes an encryption.</summary>
    /// <param name="encryption">The encryption.</param>
    /// <exception cref="ArgumentException">It is one with a customer's key.</exception>
    public static EncryptionDescription Of(ServerSideEncryption encryption)
    {
        ArgumentNullException.ThrowIfNull(encryption);
        return encryption.Kind == ServerSideEncryptionKind.CustomerKey ? throw NoCustomerKeys(nameof(encryption)) : new()
        {
            Kind = encryption.Kind,
            KmsKeyId = encryption.KmsKeyId,
            KmsEncryptionContext = encryption.KmsEncryptionContext,
            KmsBucketKeyEnabled = encryption.KmsBucketKeyEnabled,
        };
    }

    /// <summary>Makes the encryption that this describes.</summary>
    /// <exception cref="ArgumentException">The kind is one with a customer's key, or none.</exception>
    public ServerSideEncryption ToEncryption() => Kind switch
    {
        ServerSideEncryptionKind.S3Managed => ServerSideEncryption.S3Managed,
        ServerSideEncryptionKind.Kms => ServerSideEncryption.Kms(KmsKeyId, KmsEncryptionContext, KmsBucketKeyEnabled),
        _ => throw NoCustomerKeys(nameof(Kind)),
    };

    private static ArgumentException NoCustomerKeys(string parameter) => new(
        "An upload through a back end cannot be encrypted with the client's own key (SSE-C): the key would have to be shown to the back end, which signs it. " +
        "Ask for SSE-S3 or SSE-KMS, or let the back end set the encryption.",
        parameter);
}
