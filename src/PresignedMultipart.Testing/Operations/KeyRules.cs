using System.Text;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>What a key must be to be written to.</summary>
internal static class KeyRules
{
    /// <exception cref="S3Error">The key is longer than 1024 bytes of UTF-8.</exception>
    public static void ThrowIfTooLong(string key)
    {
        int bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > S3Limits.MaximumKeyBytes)
        {
            throw S3Errors.KeyTooLong(bytes);
        }
    }
}
