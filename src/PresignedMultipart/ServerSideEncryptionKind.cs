namespace PresignedMultipart;

/// <summary>Who holds the key that the storage encrypts an object with.</summary>
public enum ServerSideEncryptionKind
{
    /// <summary>The storage itself (SSE-S3, <c>AES256</c>).</summary>
    S3Managed,

    /// <summary>A key management service (SSE-KMS, <c>aws:kms</c>).</summary>
    Kms,

    /// <summary>The caller, who sends the key with every request (SSE-C).</summary>
    CustomerKey,
}
