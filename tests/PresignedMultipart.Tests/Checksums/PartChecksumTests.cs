using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.Checksums;

namespace PresignedMultipart.Tests.Checksums;

public class PartChecksumTests
{
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C, "", "AAAAAA==")]
    [InlineData(ChecksumAlgorithm.Crc32C, "123456789", "4waSgw==")]
    [InlineData(ChecksumAlgorithm.Crc32C, "Hello world", "crUfeA==")]
    [InlineData(ChecksumAlgorithm.Crc32C, "abc", "Nks/tw==")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "", "AAAAAAAAAAA=")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "123456789", "rosUhgp5mIg=")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "Hello world", "OOJZ0D8xKts=")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "abc", "BeXKuz/B+us=")]
    [InlineData(ChecksumAlgorithm.Sha256, "", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData(ChecksumAlgorithm.Sha256, "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData(ChecksumAlgorithm.Md5, "", "1B2M2Y8AsgTpgAmY7PhCfg==")]
    [InlineData(ChecksumAlgorithm.Md5, "abc", "kAFQmDzST7DWlj99KOF/cg==")]
    public void The_values_are_those_that_S3_and_the_standards_publish(ChecksumAlgorithm algorithm, string text, string expected)
    {
        using PartChecksum sum = PartChecksum.Create(algorithm)!;
        sum.Append(Encoding.ASCII.GetBytes(text));

        Assert.Equal(expected, Convert.ToBase64String(Finish(sum)));
    }

    /// <summary>RFC 3720, appendix B.4, which prints the bytes of CRC-32C in the order of iSCSI, the lowest first.</summary>
    [Theory]
    [InlineData(0x00, 0x8A9136AA)]
    [InlineData(0xFF, 0x62A8AB43)]
    public void The_values_of_32_equal_bytes_are_those_of_iSCSI(byte value, uint expected)
    {
        using PartChecksum sum = PartChecksum.Create(ChecksumAlgorithm.Crc32C)!;
        sum.Append(Enumerable.Repeat(value, 32).ToArray());

        Assert.Equal(expected.ToString("X8", null), Convert.ToHexString(Finish(sum)));
    }

    /// <summary>NVM Express NVM Command Set 1.0, figure "64b CRC Test Cases for 4 KiB Logical Block with no Metadata".</summary>
    [Theory]
    [InlineData(0x00, 0x6482D367EB22B64E)]
    [InlineData(0xFF, 0xC0DDBA7302ECA3AC)]
    public void The_values_of_4_KiB_of_equal_bytes_are_those_of_NVM_Express(byte value, ulong expected)
    {
        using PartChecksum sum = PartChecksum.Create(ChecksumAlgorithm.Crc64Nvme)!;
        sum.Append(Enumerable.Repeat(value, 4096).ToArray());

        Assert.Equal(expected.ToString("X16", null), Convert.ToHexString(Finish(sum)));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme)]
    [InlineData(ChecksumAlgorithm.Sha256)]
    [InlineData(ChecksumAlgorithm.Md5)]
    public void A_sum_starts_anew_when_it_was_finished_or_reset(ChecksumAlgorithm algorithm)
    {
        using PartChecksum sum = PartChecksum.Create(algorithm)!;
        sum.Append("abc"u8);
        byte[] first = Finish(sum);

        sum.Append("abc"u8);
        Assert.Equal(first, Finish(sum));

        sum.Append("half of an attempt"u8);
        sum.Reset();
        sum.Append("a"u8);
        sum.Append("bc"u8);

        Assert.Equal(first, Finish(sum));
    }

    [Fact]
    public void No_algorithm_is_no_sum() => Assert.Null(PartChecksum.Create(ChecksumAlgorithm.None));

    [Fact]
    public void An_unknown_algorithm_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("algorithm", () => PartChecksum.Create((ChecksumAlgorithm)99));

    [Fact]
    public void Hashing_does_not_allocate()
    {
        byte[] block = RandomNumberGenerator.GetBytes(4096);
        byte[] value = new byte[32];
        PartChecksum[] sums = [.. Enum.GetValues<ChecksumAlgorithm>().Select(PartChecksum.Create).OfType<PartChecksum>()];
        Assert.Equal(4, sums.Length);
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            foreach (PartChecksum sum in sums)
            {
                sum.Append(block);
                sum.Finish(value);
                sum.Reset();
            }
        }
    }

    private static byte[] Finish(PartChecksum sum)
    {
        byte[] value = new byte[sum.Length];
        sum.Finish(value);
        return value;
    }
}
