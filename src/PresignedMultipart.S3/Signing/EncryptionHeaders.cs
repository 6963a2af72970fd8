using System.Buffers;
using System.Text.Json;

namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Server-side encryption as headers. What the storage or KMS encrypts with is said once, at the start; the customer's own key goes with
/// every request that touches the bytes.
/// </summary>
internal static class EncryptionHeaders
{
    private const string Algorithm = "x-amz-server-side-encryption";

    public static void AddForObject(Dictionary<string, string> headers, ServerSideEncryption? encryption)
    {
        switch (encryption?.Kind)
        {
            case ServerSideEncryptionKind.S3Managed:
                headers[Algorithm] = "AES256";
                break;
            case ServerSideEncryptionKind.Kms:
                AddKms(headers, encryption);
                break;
            default:
                AddForPart(headers, encryption);
                break;
        }
    }

    public static void AddForPart(Dictionary<string, string> headers, ServerSideEncryption? encryption)
    {
        if (CustomerKey.Of(encryption) is { } key)
        {
            headers[Algorithm + "-customer-algorithm"] = CustomerKey.Algorithm;
            headers[Algorithm + "-customer-key"] = key.Base64;
            headers[Algorithm + "-customer-key-MD5"] = key.Md5Base64;
        }
    }

    private static void AddKms(Dictionary<string, string> headers, ServerSideEncryption encryption)
    {
        headers[Algorithm] = "aws:kms";
        if (!string.IsNullOrEmpty(encryption.KmsKeyId))
        {
            headers[Algorithm + "-aws-kms-key-id"] = HeaderValue.Check(nameof(encryption.KmsKeyId), encryption.KmsKeyId);
        }

        if (encryption.KmsBucketKeyEnabled is { } enabled)
        {
            headers[Algorithm + "-bucket-key-enabled"] = enabled ? "true" : "false";
        }

        if (encryption.KmsEncryptionContext is { Count: > 0 } context)
        {
            headers[Algorithm + "-context"] = Convert.ToBase64String(Json(context));
        }
    }

    private static ReadOnlySpan<byte> Json(IReadOnlyDictionary<string, string> context)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in context)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
