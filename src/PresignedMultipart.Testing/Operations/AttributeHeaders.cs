using System.Text;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>The headers that an object keeps, as they come and as they go.</summary>
internal static class AttributeHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";

    private static readonly string[] _kept = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"];

    private static readonly string[] _acls =
    [
        "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control",
    ];

    private static readonly string[] _storageClasses =
    [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
    ];

    public static ObjectAttributes Read(S3Call call) => new()
    {
        ContentType = call.Header("Content-Type") is { Length: > 0 } type ? type : "binary/octet-stream",
        Headers = ReadKept(call),
        Metadata = ReadMetadata(call),
        StorageClass = ReadOneOf(
            call, "x-amz-storage-class", _storageClasses, "STANDARD", "InvalidStorageClass", "The storage class you specified is not valid"),
        Acl = ReadOneOf(call, "x-amz-acl", _acls, "private", "InvalidArgument", "The canned ACL you specified is not valid"),
        Encryption = EncryptionHeaders.Read(call),
    };

    /// <summary>The tags of the x-amz-tagging header, which has the form of a query.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(S3Call call)
    {
        var pairs = QueryParameters.Parse(call.Header("x-amz-tagging") ?? "").All;
        return TagRules.Check(pairs);
    }

    public static void Write(S3Answer answer, StoredObject stored)
    {
        ObjectAttributes attributes = stored.Attributes;
        foreach ((string name, string value) in attributes.Headers)
        {
            answer.With(name, value);
        }

        foreach ((string name, string value) in attributes.Metadata)
        {
            answer.With(MetadataPrefix + name, value);
        }

        answer.With("x-amz-storage-class", attributes.StorageClass == "STANDARD" ? null : attributes.StorageClass);
        answer.With("x-amz-tagging-count", stored.Tags.Count > 0 ? FormattableString.Invariant($"{stored.Tags.Count}") : null);
    }

    private static Dictionary<string, string> ReadKept(S3Call call)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in _kept)
        {
            if (call.Header(name) is not { } value)
            {
                continue;
            }

            if (name == "Content-Encoding")
            {
                // aws-chunked is how the request travelled, not how the object is encoded.
                value = string.Join(',', value.Split(',', StringSplitOptions.TrimEntries).Where(e => e != "aws-chunked"));
            }

            if (value.Length > 0)
            {
                kept[name] = value;
            }
        }

        return kept;
    }

    private static Dictionary<string, string> ReadMetadata(S3Call call)
    {
        // Some signers move metadata into the query of a presigned URL, and S3 takes it from there.
        IEnumerable<(string Name, string Value)> sent = call.Query.All.Concat(call.Headers.Select(h => (h.Key, h.Value.ToString())));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in sent)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata[name[MetadataPrefix.Length..].ToLowerInvariant()] = value;
            }
        }

        int bytes = metadata.Sum(m => Encoding.UTF8.GetByteCount(m.Key) + Encoding.UTF8.GetByteCount(m.Value));
        return bytes <= S3Limits.MaximumMetadataBytes ? metadata : throw S3Errors.MetadataTooLarge(bytes);
    }

    private static string ReadOneOf(S3Call call, string header, string[] allowed, string fallback, string code, string message) =>
        call.Header(header) switch
        {
            null => fallback,
            { } value when allowed.Contains(value) => value,
            { } value => throw new S3Error(400, code, message).With("ArgumentName", header).With("ArgumentValue", value),
        };
}
