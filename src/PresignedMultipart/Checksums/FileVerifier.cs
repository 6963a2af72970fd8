using PresignedMultipart.Checksums;
using PresignedMultipart.Parts;

namespace PresignedMultipart;

/// <summary>Tells whether a stored object is a local file, by the sum that the storage keeps of it, without a download. Safe to use from several threads.</summary>
public static class FileVerifier
{
    private const int BlockSize = 1 << 18;

    /// <summary>Sums the file up as the storage did, and compares.</summary>
    /// <param name="path">The file. It is read once, from beginning to end, unless its length tells enough.</param>
    /// <param name="stored">The object as the storage describes it, for example by <c>S3PresignedUrlProvider.FindObjectAsync</c>.</param>
    /// <param name="partSize">
    /// How the object was cut, in bytes a part, as <see cref="UploadResult.PartSize"/> told; for stores that do not tell. Only a sum of
    /// sums depends on it. When <see langword="null"/>, <see cref="StoredObject.PartSize"/> is taken.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part size is not positive.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<FileVerification> VerifyAsync(string path, StoredObject stored, long? partSize = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partSize ?? 1, nameof(partSize));
        partSize ??= stored.PartSize;

        FileStream file = await MeasurableFile.OpenAsync(path, static file => new FileStream(file, FileAccess.Read, bufferSize: 0), cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            if (stored.Length is { } length && length != file.Length)
            {
                return new FileVerification(FileVerdict.Different, null, $"The object has {length} bytes, and the file {file.Length}.");
            }

            if (stored.Checksum is not { } expected)
            {
                return new FileVerification(FileVerdict.Unknown, null, "The storage keeps no sum of the object that could be compared.");
            }

            if (expected.Type == ChecksumType.Composite && !IsCut(expected, file.Length, partSize))
            {
                return new FileVerification(FileVerdict.Unknown, null, "The storage keeps a sum of the parts' sums, but not how the object was cut into parts; give the part size.");
            }

            List<byte[]> sums = await SumUpAsync(file, expected.Algorithm, expected.Type == ChecksumType.Composite ? partSize : null, cancellationToken).ConfigureAwait(false);
            return Compare(expected, sums);
        }
    }

    private static FileVerification Compare(Checksum expected, List<byte[]> sums)
    {
        // CRC-64/NVME is always of the whole, also where an only part's has a count.
        Checksum computed = expected is { Type: ChecksumType.Composite, Algorithm: not ChecksumAlgorithm.Crc64Nvme }
            ? new Checksum(expected.Algorithm, ObjectChecksum.Composite(expected.Algorithm, sums), ChecksumType.Composite)
            : new Checksum(expected.Algorithm, Convert.ToBase64String(sums[0]));
        bool? areEqual = expected.Type == ChecksumType.Composite
            ? ObjectChecksum.IsComposite(expected.Value, expected.Algorithm, sums)
            : SumText.AreEqual(expected.Value, computed.Value);
        return areEqual switch
        {
            true => new FileVerification(FileVerdict.Same, expected, $"The file's {expected.Algorithm} is that of the object."),
            false => new FileVerification(FileVerdict.Different, computed, $"The object's {expected.Algorithm} is {expected.Value}, and the file's {computed.Value}."),
            null => new FileVerification(FileVerdict.Unknown, null, $"What the storage keeps as the object's {expected.Algorithm}, {expected.Value}, is none that could be compared."),
        };
    }

    // The count at the end of a composite sum tells whether the parts were equal.
    private static bool IsCut(Checksum composite, long length, long? partSize) =>
        partSize > 0 && composite.Value.EndsWith(FormattableString.Invariant($"-{Math.Max(1, ((length - 1) / partSize.Value) + 1)}"), StringComparison.Ordinal);

    /// <returns>The sum of each part, or of the whole file when there is no part size.</returns>
    private static async Task<List<byte[]>> SumUpAsync(FileStream file, ChecksumAlgorithm algorithm, long? partSize, CancellationToken cancellationToken)
    {
        using PartChecksum sum = PartChecksum.Create(algorithm) ?? throw new ArgumentException("The object's checksum has no algorithm.", nameof(algorithm));
        byte[] block = new byte[BlockSize];
        var parts = new List<byte[]>();
        do
        {
            long left = partSize ?? long.MaxValue;
            int read;
            while (left > 0 && (read = await file.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), cancellationToken).ConfigureAwait(false)) > 0)
            {
                sum.Append(block.AsSpan(0, read));
                left -= read;
            }

            byte[] value = new byte[sum.Length];
            sum.Finish(value);
            parts.Add(value);
        }
        while (partSize is not null && file.Position < file.Length);

        return parts;
    }
}
