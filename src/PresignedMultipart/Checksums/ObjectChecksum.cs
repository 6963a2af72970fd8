namespace PresignedMultipart.Checksums;

/// <summary>The value of an object from those of its parts, without reading it again.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html has the two types.</remarks>
internal static class ObjectChecksum
{
    /// <summary>S3's FULL_OBJECT value in base64: what a single pass over the object gives.</summary>
    /// <param name="algorithm">The parts' algorithm.</param>
    /// <param name="parts">All parts, in their order.</param>
    /// <returns><see langword="null"/> for hashes, which do not follow from those of pieces, and for <see cref="ChecksumAlgorithm.None"/>.</returns>
    public static string? FullObject(ChecksumAlgorithm algorithm, IEnumerable<PartSum> parts)
    {
        CrcPolynomial? polynomial = algorithm switch
        {
            ChecksumAlgorithm.Crc32C => CrcPolynomial.Crc32C,
            ChecksumAlgorithm.Crc64Nvme => CrcPolynomial.Crc64Nvme,
            _ => null,
        };
        if (polynomial is null)
        {
            return null;
        }

        ulong sum = 0;
        ulong power = polynomial.PowerOfBytes(0);
        long powerOf = 0;
        foreach (PartSum part in parts)
        {
            // All parts but the last are equal in length, so one power serves them.
            if (part.Length != powerOf)
            {
                power = polynomial.PowerOfBytes(part.Length);
                powerOf = part.Length;
            }

            sum = polynomial.Combine(sum, polynomial.Read(part.Value), power);
        }

        Span<byte> value = stackalloc byte[polynomial.Bytes];
        polynomial.Write(sum, value);
        return Convert.ToBase64String(value);
    }

    /// <summary>S3's COMPOSITE value: the sum of the parts' binary values in base64, a hyphen and the count of parts.</summary>
    /// <param name="algorithm">The parts' algorithm.</param>
    /// <param name="values">The values of all parts, in their order.</param>
    /// <exception cref="ArgumentOutOfRangeException">S3 has no such value for <paramref name="algorithm"/>: CRC-64/NVME is of the full object only.</exception>
    public static string Composite(ChecksumAlgorithm algorithm, IReadOnlyList<byte[]> values)
    {
        using PartChecksum sum = (algorithm == ChecksumAlgorithm.Crc64Nvme ? null : PartChecksum.Create(algorithm))
            ?? throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "S3 has no composite value of this algorithm; use the full object's.");
        foreach (byte[] value in values)
        {
            sum.Append(value);
        }

        Span<byte> result = stackalloc byte[sum.Length];
        sum.Finish(result);
        return $"{Convert.ToBase64String(result)}-{values.Count}";
    }
}
