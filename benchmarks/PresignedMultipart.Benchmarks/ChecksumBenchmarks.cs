using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using PresignedMultipart.Checksums;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// The sum of one block of 256 KiB, the piece in which parts are sent, on one core. The baseline of each CRC is its tables; beside them the
/// fastest kernel that the processor has, and the platform's hashes.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class ChecksumBenchmarks
{
    private const int BlockLength = 256 << 10;

    private readonly byte[] _block = new byte[BlockLength];
    private readonly byte[] _value = new byte[32];
    private readonly PartChecksum _crc32CTables = new CrcChecksum(new TableKernel(CrcPolynomial.Crc32C));
    private readonly PartChecksum _crc64NvmeTables = new CrcChecksum(new TableKernel(CrcPolynomial.Crc64Nvme));
    private readonly PartChecksum _crc32C = PartChecksum.Create(ChecksumAlgorithm.Crc32C)!;
    private readonly PartChecksum _crc64Nvme = PartChecksum.Create(ChecksumAlgorithm.Crc64Nvme)!;
    private readonly PartChecksum _sha256 = PartChecksum.Create(ChecksumAlgorithm.Sha256)!;
    private readonly PartChecksum _md5 = PartChecksum.Create(ChecksumAlgorithm.Md5)!;

    public ChecksumBenchmarks() => new Random(1).NextBytes(_block);

    [Benchmark(Baseline = true), BenchmarkCategory("CRC-32C")]
    public void Crc32CTables() => Sum(_crc32CTables);

    [Benchmark, BenchmarkCategory("CRC-32C")]
    public void Crc32C() => Sum(_crc32C);

    [Benchmark(Baseline = true), BenchmarkCategory("CRC-64/NVME")]
    public void Crc64NvmeTables() => Sum(_crc64NvmeTables);

    [Benchmark, BenchmarkCategory("CRC-64/NVME")]
    public void Crc64Nvme() => Sum(_crc64Nvme);

    [Benchmark(Baseline = true), BenchmarkCategory("hash")]
    public void Sha256() => Sum(_sha256);

    [Benchmark, BenchmarkCategory("hash")]
    public void Md5() => Sum(_md5);

    private void Sum(PartChecksum sum)
    {
        sum.Append(_block);
        sum.Finish(_value);
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new ThroughputColumn(BlockLength));
    }
}
