using System.Security.Cryptography;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Checksums;

/// <summary>One of S3's additional checksums, and what it can do in a multipart upload.</summary>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html has the table of types.</remarks>
internal sealed class ChecksumAlgorithm
{
    private readonly CrcPolynomial? _polynomial;
    private readonly Func<ChecksumCalculator> _create;

    private ChecksumAlgorithm(string name, int length, ChecksumType defaultType, CrcPolynomial? polynomial, Func<ChecksumCalculator> create)
    {
        Name = name;
        Length = length;
        DefaultType = defaultType;
        _polynomial = polynomial;
        _create = create;
        HeaderName = "x-amz-checksum-" + name.ToLowerInvariant();
    }

    public static ChecksumAlgorithm Crc64Nvme { get; } = Crc("CRC64NVME", ChecksumType.FullObject, CrcPolynomial.Crc64Nvme);

    public static IReadOnlyList<ChecksumAlgorithm> All { get; } =
    [
        Crc("CRC32", ChecksumType.Composite, CrcPolynomial.Crc32),
        Crc("CRC32C", ChecksumType.Composite, CrcPolynomial.Crc32C),
        Crc64Nvme,
        new("SHA1", 20, ChecksumType.Composite, null, () => new HashCalculator(HashAlgorithmName.SHA1)),
        new("SHA256", 32, ChecksumType.Composite, null, () => new HashCalculator(HashAlgorithmName.SHA256)),
    ];

    /// <summary>As in <c>x-amz-checksum-algorithm</c> and in XML.</summary>
    public string Name { get; }

    public string HeaderName { get; }

    public string XmlName => "Checksum" + Name;

    /// <summary>The length of a sum in bytes.</summary>
    public int Length { get; }

    /// <summary>The type of a multipart upload that names only the algorithm.</summary>
    public ChecksumType DefaultType { get; }

    public static ChecksumAlgorithm Parse(string name) =>
        All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw ChecksumErrors.UnsupportedAlgorithm();

    public static ChecksumAlgorithm? FindByHeader(string header) =>
        All.FirstOrDefault(a => string.Equals(a.HeaderName, header, StringComparison.OrdinalIgnoreCase));

    /// <summary>CRC-64/NVME is of the whole object only, hashes of the parts only.</summary>
    public bool Supports(ChecksumType type) => type == ChecksumType.FullObject ? _polynomial is not null : this != Crc64Nvme;

    public ChecksumCalculator CreateCalculator() => _create();

    public byte[] Hash(ReadOnlySpan<byte> data)
    {
        using ChecksumCalculator calculator = CreateCalculator();
        calculator.Append(data);
        return calculator.Finish();
    }

    /// <summary>The sum of the whole from the sums of two pieces; only for algorithms that support <see cref="ChecksumType.FullObject"/>.</summary>
    public byte[] Combine(byte[] first, byte[] second, long secondLength) => CrcCalculator.ToBytes(
        _polynomial!.Combine(CrcCalculator.FromBytes(first), CrcCalculator.FromBytes(second), secondLength), Length);

    /// <summary>Reads the base64 of a header or trailer.</summary>
    /// <exception cref="S3Error">The value is not a sum of this algorithm.</exception>
    public byte[] ParseValue(string base64)
    {
        byte[] value = new byte[Length];
        return Convert.TryFromBase64String(base64, value, out int written) && written == Length
            ? value
            : throw ChecksumErrors.InvalidChecksum(HeaderName);
    }

    public override string ToString() => Name;

    private static ChecksumAlgorithm Crc(string name, ChecksumType defaultType, CrcPolynomial polynomial) =>
        new(name, polynomial.Bytes, defaultType, polynomial, () => new CrcCalculator(polynomial));
}
