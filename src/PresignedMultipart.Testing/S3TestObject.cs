using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing;

/// <summary>An object that the server holds, as it was when it was asked for.</summary>
public sealed class S3TestObject
{
    private readonly StoredObject _stored;

    internal S3TestObject(string bucket, StoredObject stored)
    {
        Bucket = bucket;
        _stored = stored;
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The object's key.</summary>
    public string Key => _stored.Key;

    /// <summary>The length in bytes.</summary>
    public long Length => _stored.Body.Length;

    /// <summary>The ETag as in the header, with quotes.</summary>
    public string ETag => _stored.ETag;

    /// <summary>When the object was made, on the server's clock.</summary>
    public DateTimeOffset LastModified => _stored.LastModified;

    /// <summary>The Content-Type; <c>binary/octet-stream</c> when none was sent, as S3.</summary>
    public string ContentType => _stored.Attributes.ContentType;

    /// <summary>
    /// The other headers that S3 keeps with an object and gives back with it: Cache-Control, Content-Disposition, Content-Encoding,
    /// Content-Language and Expires, as far as they were sent.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers => _stored.Attributes.Headers;

    /// <summary>The user's metadata, without the <c>x-amz-meta-</c> of its headers; names are in lower case.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _stored.Attributes.Metadata;

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags => _stored.Tags;

    /// <summary>The storage class; <c>STANDARD</c> when none was sent.</summary>
    public string StorageClass => _stored.Attributes.StorageClass;

    /// <summary>The canned access control list that was sent, such as <c>public-read</c>; <c>private</c> when none was.</summary>
    public string Acl => _stored.Attributes.Acl;

    /// <summary>
    /// How the object would be encrypted: <c>AES256</c>, <c>aws:kms</c>, <c>SSE-C</c>, or <see langword="null"/>. The server does not encrypt.
    /// </summary>
    public string? Encryption => _stored.Attributes.Encryption.Name;

    /// <summary>The checksum's algorithm as S3 writes it, such as <c>CRC64NVME</c>; <see langword="null"/> when there is no checksum.</summary>
    public string? ChecksumAlgorithm => _stored.Checksum?.Algorithm.Name;

    /// <summary>The checksum in base64, with <c>-N</c> when it is of N parts; <see langword="null"/> when there is none.</summary>
    public string? Checksum => _stored.Checksum?.Value;

    /// <summary>The lengths of the parts of a multipart upload, in order; empty when the object came in one PUT.</summary>
    public IReadOnlyList<long> PartLengths => _stored.PartLengths;

    /// <summary>Opens the bytes. The stream reads them also after the object has been replaced or deleted; dispose it.</summary>
    /// <returns>A stream that can seek.</returns>
    /// <exception cref="InvalidOperationException">The server discards bodies.</exception>
    /// <exception cref="ObjectDisposedException">The object was replaced or deleted before, or the server is disposed.</exception>
    public Stream OpenRead() => new BodyStream(_stored.Body);

    /// <summary>Shows bucket, key and length.</summary>
    /// <returns>A line for logs and failed assertions.</returns>
    public override string ToString() => $"{Bucket}/{Key}, {Length} bytes";
}
