namespace PresignedMultipart.Testing.Storage;

/// <summary>What a PUT or CreateMultipartUpload says about the object besides its bytes.</summary>
internal sealed class ObjectAttributes
{
    public required string ContentType { get; init; }

    /// <summary>Cache-Control, Content-Disposition, Content-Encoding, Content-Language and Expires.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string StorageClass { get; init; }

    public required string Acl { get; init; }

    public required ObjectEncryption Encryption { get; init; }

    public bool IsPublicRead => Acl is "public-read" or "public-read-write";
}
