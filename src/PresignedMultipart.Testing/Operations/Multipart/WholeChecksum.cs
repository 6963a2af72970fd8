using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Makes the checksum of the whole from those of its parts, and compares it with what the completion says.</summary>
internal static class WholeChecksum
{
    public static ObjectChecksum? Compute(S3Call call, ChecksumDeclaration? declaration, IReadOnlyList<StoredPart> parts)
    {
        CheckType(call, declaration);
        ObjectChecksum? computed = declaration is null ? null
            : declaration.Type == ChecksumType.Composite ? Composite(declaration.Algorithm, parts)
            : FullObject(declaration.Algorithm, parts);
        foreach (ChecksumAlgorithm algorithm in ChecksumAlgorithm.All)
        {
            if (call.Header(algorithm.HeaderName) is { } sent)
            {
                Compare(algorithm, sent, computed);
            }
        }

        return computed;
    }

    private static void CheckType(S3Call call, ChecksumDeclaration? declaration)
    {
        if (call.Header("x-amz-checksum-type") is { } name && ChecksumTypeNames.Parse(name) != declaration?.Type)
        {
            throw S3Errors.InvalidRequest(
                $"The upload was created using the {declaration?.Type.ToName() ?? "null"} checksum mode. The complete request must use the same checksum mode.");
        }
    }

    private static void Compare(ChecksumAlgorithm algorithm, string sent, ObjectChecksum? computed)
    {
        if (algorithm != computed?.Algorithm)
        {
            throw ChecksumErrors.Mismatch(computed?.Algorithm.Name.ToLowerInvariant() ?? "null", algorithm.Name.ToLowerInvariant());
        }

        // A composite value may come with the number of parts or without.
        string value = sent.Split('-')[0];
        algorithm.ParseValue(value);
        if (value != computed.Value.Split('-')[0])
        {
            throw ChecksumErrors.WrongChecksum(algorithm.Name);
        }
    }

    private static ObjectChecksum Composite(ChecksumAlgorithm algorithm, IReadOnlyList<StoredPart> parts)
    {
        byte[] sums = [.. parts.SelectMany(p => p.Checksums[algorithm])];
        return new ObjectChecksum(
            algorithm, ChecksumType.Composite, FormattableString.Invariant($"{Convert.ToBase64String(algorithm.Hash(sums))}-{parts.Count}"));
    }

    private static ObjectChecksum FullObject(ChecksumAlgorithm algorithm, IReadOnlyList<StoredPart> parts)
    {
        byte[] whole = parts[0].Checksums[algorithm];
        foreach (StoredPart part in parts.Skip(1))
        {
            whole = algorithm.Combine(whole, part.Checksums[algorithm], part.Body.Length);
        }

        return new ObjectChecksum(algorithm, ChecksumType.FullObject, Convert.ToBase64String(whole));
    }
}
