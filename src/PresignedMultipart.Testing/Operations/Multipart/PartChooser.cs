using System.Globalization;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>Finds the parts that a completion lists, and refuses what S3 refuses of them.</summary>
internal static class PartChooser
{
    public static IReadOnlyList<StoredPart> Choose(
        S3Call call, MultipartUpload upload, IReadOnlyList<CompletionPart> listed, IReadOnlyDictionary<int, StoredPart> stored)
    {
        var chosen = new List<StoredPart>(listed.Count);
        foreach (CompletionPart part in listed)
        {
            if (!stored.TryGetValue(part.Number, out StoredPart? found)
                || !EntityTag.AreEqual(found.ETag, part.ETag)
                || !ChecksumsFit(upload.Checksum, part, found))
            {
                throw S3Errors.InvalidPart(upload.UploadId, part.Number, part.ETag);
            }

            chosen.Add(found);
        }

        CheckPartChecksums(upload.Checksum, listed);
        foreach (StoredPart part in chosen.SkipLast(1))
        {
            if (part.Body.Length < call.Settings.MinimumPartSize)
            {
                throw S3Errors.EntityTooSmall(part.Number, part.ETag, part.Body.Length, call.Settings.MinimumPartSize);
            }
        }

        CheckObjectSize(call.Header("x-amz-mp-object-size"), chosen.Sum(p => p.Body.Length));
        return chosen;
    }

    private static bool ChecksumsFit(ChecksumDeclaration? declaration, CompletionPart listed, StoredPart found) =>
        listed.Checksums.All(c => found.Checksums.TryGetValue(c.Key, out byte[]? sum)
            ? c.Value == Convert.ToBase64String(sum)
            : declaration is not { IsExplicit: true });

    private static void CheckPartChecksums(ChecksumDeclaration? declaration, IReadOnlyList<CompletionPart> listed)
    {
        if (declaration is not { IsExplicit: true })
        {
            return;
        }

        for (int i = 0; i < listed.Count; i++)
        {
            if (declaration.Type == ChecksumType.Composite && !listed[i].Checksums.ContainsKey(declaration.Algorithm))
            {
                throw ChecksumErrors.MissingPartChecksum(declaration.Algorithm.Name.ToLowerInvariant(), listed[i].Number);
            }

            if (listed[i].Number != i + 1)
            {
                // "…part numbers must be consecutive and begin with 1 … otherwise HTTP 500" (…/userguide/mpuoverview.html).
                throw S3Errors.InternalError();
            }
        }
    }

    private static void CheckObjectSize(string? expected, long actual)
    {
        if (expected is not null && expected != actual.ToString(CultureInfo.InvariantCulture))
        {
            throw S3Errors.InvalidRequest(
                $"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {actual}");
        }
    }
}
