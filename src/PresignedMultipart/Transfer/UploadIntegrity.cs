using PresignedMultipart.Checksums;

namespace PresignedMultipart.Transfer;

/// <summary>
/// What one upload does to prove its bytes: which sum it computes, whether it signs it, and what the storage's answers say of it.
/// Used by all workers of the upload.
/// </summary>
internal sealed class UploadIntegrity
{
    private readonly MultipartUpload? _upload;
    private readonly bool _canPass;
    private volatile ChecksumAlgorithm _signed;

    /// <param name="options">The algorithm, and whether to sign it.</param>
    /// <param name="capabilities">Whether the provider passes checksums on.</param>
    /// <param name="upload">The upload; <see langword="null"/> for a single PUT.</param>
    public UploadIntegrity(MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, MultipartUpload? upload)
    {
        _upload = upload;
        _canPass = capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums);
        Algorithm = options.Checksum;

        // A single PUT that arrives damaged has replaced the object before the answer can tell. Of parts, S3 refuses one that comes
        // without the hash that the object's is to be made of.
        if (_canPass && (upload is null || options.SignChecksums || Algorithm == ChecksumAlgorithm.Sha256))
        {
            _signed = Algorithm;
        }
    }

    /// <summary>The sum that is computed of all bytes that are sent.</summary>
    public ChecksumAlgorithm Algorithm { get; }

    /// <summary>The sum that a part is read for before its URL is signed; None when it is computed on the way out.</summary>
    public ChecksumAlgorithm SignedAlgorithm => _signed;

    /// <summary>Whether the storage keeps the sum that is computed here.</summary>
    public bool IsAgreed => _canPass && Algorithm != ChecksumAlgorithm.None && _upload?.ChecksumAlgorithm == Algorithm;

    /// <summary>
    /// Signs sums from now on, because the storage refused a part for want of one: S3 does with object lock, MinIO whenever the upload
    /// was created with an algorithm.
    /// </summary>
    /// <returns>Whether the provider can.</returns>
    public bool TrySign()
    {
        if (!_canPass)
        {
            return false;
        }

        // Content-MD5 needs no agreement: it is taken with any part.
        _signed = IsAgreed ? Algorithm : ChecksumAlgorithm.Md5;
        return true;
    }

    /// <summary>The sum of the whole as S3 makes it from those of the parts; <see langword="null"/> when there is none.</summary>
    public Checksum? Whole(IReadOnlyList<PartReceipt> parts)
    {
        if (Algorithm == ChecksumAlgorithm.None || parts.Any(part => part.Part.Checksum?.Algorithm != Algorithm))
        {
            return null;
        }

        if (_upload is null)
        {
            return parts[0].Part.Checksum;
        }

        return ObjectChecksum.FullObject(Algorithm, SumsOf(parts)) is { } full
            ? new Checksum(Algorithm, full)
            : new Checksum(Algorithm, Composite(parts), ChecksumType.Composite);
    }

    /// <summary>Whether the sum that the storage answered for the object is that of the bytes sent; <see langword="null"/> when it cannot be told.</summary>
    public bool? Confirms(Checksum? answered, IReadOnlyList<PartReceipt> parts)
    {
        if (answered is null || answered.Algorithm != Algorithm || Whole(parts) is not { } whole)
        {
            return null;
        }

        if (answered.Value == whole.Value)
        {
            return true;
        }

        // Whatever was asked for, a storage may keep a sum of sums.
        bool isComposite = answered.Value.Contains('-', StringComparison.Ordinal);
        if (isComposite && whole.Type == ChecksumType.FullObject)
        {
            // Ceph 20 gives a single part's CRC itself a count.
            return parts.Count == 1 && answered.Value == whole.Value + "-1" ? true
                : Algorithm == ChecksumAlgorithm.Crc64Nvme ? null
                : answered.Value == Composite(parts);
        }

        return isComposite == (whole.Type == ChecksumType.Composite) ? false : null;
    }

    private string Composite(IReadOnlyList<PartReceipt> parts) => ObjectChecksum.Composite(Algorithm, [.. SumsOf(parts).Select(sum => sum.Value)]);

    private static IEnumerable<PartSum> SumsOf(IReadOnlyList<PartReceipt> parts) =>
        parts.Select(part => new PartSum(Convert.FromBase64String(part.Part.Checksum!.Value), part.Length));
}
