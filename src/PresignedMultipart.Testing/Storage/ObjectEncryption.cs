using System.Security.Cryptography;

namespace PresignedMultipart.Testing.Storage;

/// <summary>
/// How an object would be encrypted. A customer's key is not kept, only what is needed to know it again, as S3 does.
/// </summary>
internal sealed class ObjectEncryption
{
    public static readonly ObjectEncryption None = new(null, null, null, [], []);

    private readonly byte[] _salt;
    private readonly byte[] _saltedKey;

    private ObjectEncryption(string? name, string? kmsKeyId, string? customerKeyMd5, byte[] salt, byte[] saltedKey)
    {
        Name = name;
        KmsKeyId = kmsKeyId;
        CustomerKeyMd5 = customerKeyMd5;
        _salt = salt;
        _saltedKey = saltedKey;
    }

    /// <summary>AES256, aws:kms, aws:kms:dsse, SSE-C or nothing.</summary>
    public string? Name { get; }

    public string? KmsKeyId { get; }

    /// <summary>The MD5 of a customer's key, which S3 repeats in answers.</summary>
    public string? CustomerKeyMd5 { get; }

    public bool IsCustomerKey => CustomerKeyMd5 is not null;

    /// <summary>With keys of the user's the ETag is not the MD5 of the bytes; neither is that of a multipart object made from such MD5s.</summary>
    public bool HidesMd5 => Name is not null and not "AES256";

    public static ObjectEncryption WithServerKey(string name, string? kmsKeyId) => new(name, kmsKeyId, null, [], []);

    public static ObjectEncryption WithCustomerKey(byte[] key, string keyMd5)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(32);
        return new ObjectEncryption("SSE-C", null, keyMd5, salt, HMACSHA256.HashData(salt, key));
    }

    public bool IsKey(byte[] key) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_salt, key), _saltedKey);
}
