using System.Security.Cryptography;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>The headers of encryption, in requests and in answers.</summary>
internal static class EncryptionHeaders
{
    private const string Server = "x-amz-server-side-encryption";
    private const string KmsKeyId = "x-amz-server-side-encryption-aws-kms-key-id";
    private const string CustomerAlgorithm = "x-amz-server-side-encryption-customer-algorithm";
    private const string CustomerKey = "x-amz-server-side-encryption-customer-key";
    private const string CustomerKeyMd5 = "x-amz-server-side-encryption-customer-key-MD5";

    public static ObjectEncryption Read(S3Call call)
    {
        if (ReadCustomerKey(call) is { } customer)
        {
            return ObjectEncryption.WithCustomerKey(customer.Key, customer.Md5);
        }

        return call.Header(Server) switch
        {
            null => ObjectEncryption.None,
            "AES256" => ObjectEncryption.WithServerKey("AES256", null),
            "aws:kms" or "aws:kms:dsse" => ObjectEncryption.WithServerKey(
                call.Header(Server)!, call.Header(KmsKeyId) ?? $"arn:aws:kms:{call.Settings.Region}:000000000000:key/aws/s3"),
            { } other => throw S3Errors.InvalidArgument("The encryption method specified is not supported", Server, other),
        };
    }

    /// <summary>Checks that a request brings the customer's key that the object or upload was made with, and none when it was made without.</summary>
    /// <exception cref="S3Error">The key is missing, superfluous or another one.</exception>
    public static void ThrowIfKeyDiffers(S3Call call, ObjectEncryption encryption)
    {
        (byte[] Key, string Md5)? customer = ReadCustomerKey(call);
        if (!encryption.IsCustomerKey && customer is not null)
        {
            throw S3Errors.InvalidRequest("The encryption parameters are not applicable to this object.");
        }

        if (encryption.IsCustomerKey && customer is null)
        {
            throw S3Errors.InvalidRequest(
                "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.");
        }

        if (customer is { } sent && !encryption.IsKey(sent.Key))
        {
            throw AccessErrors.AccessDenied();
        }
    }

    public static void Write(S3Answer answer, ObjectEncryption encryption)
    {
        if (encryption.IsCustomerKey)
        {
            answer.With(CustomerAlgorithm, "AES256").With(CustomerKeyMd5, encryption.CustomerKeyMd5);
        }
        else
        {
            // Since January 2023 S3 encrypts what nobody asked to have encrypted, and says so.
            answer.With(Server, encryption.Name ?? "AES256").With(KmsKeyId, encryption.KmsKeyId);
        }
    }

    private static (byte[] Key, string Md5)? ReadCustomerKey(S3Call call)
    {
        string? algorithm = call.Header(CustomerAlgorithm);
        string? key = call.Header(CustomerKey);
        string? md5 = call.Header(CustomerKeyMd5);
        if (algorithm is null && key is null && md5 is null)
        {
            return null;
        }

        if (algorithm != "AES256")
        {
            throw S3Errors.InvalidRequest("Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.");
        }

        byte[] bytes = new byte[32];
        if (key is null || !Convert.TryFromBase64String(key, bytes, out int length) || length != bytes.Length)
        {
            // The value is not repeated as in other errors: it is a secret.
            throw S3Errors.InvalidRequest("The secret key was invalid for the specified algorithm.");
        }

#pragma warning disable CA5351 // S3 asks for the MD5 of the key, against mistakes on the way.
        bool right = md5 is not null && Convert.ToBase64String(MD5.HashData(bytes)) == md5;
#pragma warning restore CA5351
        return right ? (bytes, md5!) : throw S3Errors.InvalidRequest("The calculated MD5 hash of the key did not match the hash that was provided.");
    }
}
