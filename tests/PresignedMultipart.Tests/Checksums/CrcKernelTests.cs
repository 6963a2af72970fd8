using FsCheck;
using FsCheck.Fluent;
using PresignedMultipart.Checksums;

namespace PresignedMultipart.Tests.Checksums;

/// <summary>Every kernel that this processor has, against the definition of the CRC taken bit by bit.</summary>
public class CrcKernelTests
{
    private static readonly byte[] Bytes = new byte[8192];

    static CrcKernelTests() => new Random(64).NextBytes(Bytes);

    public static TheoryData<int, int> Kernels()
    {
        var kernels = new TheoryData<int, int>();
        foreach (int bits in new[] { 32, 64 })
        {
            for (int i = 0; i < CrcKernel.Supported(Polynomial(bits)).Count(); i++)
            {
                kernels.Add(bits, i);
            }
        }

        return kernels;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_agrees_with_the_definition_for_every_length(int bits, int index)
    {
        CrcKernel kernel = Kernel(bits, index);
        ulong expected = kernel.Polynomial.AllOnes;
        for (int length = 0; length <= 5000; length++)
        {
            Assert.Equal(expected, kernel.Update(kernel.Polynomial.AllOnes, Bytes.AsSpan(0, length)));
            expected = Definition(bits, expected, Bytes.AsSpan(length, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_agrees_with_the_definition_for_any_bytes_in_any_pieces_at_any_address(int bits, int index)
    {
        CrcKernel kernel = Kernel(bits, index);
        var cases = from seed in Gen.Choose(0, int.MaxValue)
                    from offset in Gen.Choose(0, 64)
                    from length in Gen.Choose(0, 5000)
                    from cuts in Gen.Choose(0, length).ListOf()
                    select (seed, offset, length, cuts: cuts.Append(0).Append(length).Order().ToArray());

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(cases.ToArbitrary(), one =>
            {
                byte[] bytes = new byte[one.offset + one.length];
                var random = new Random(one.seed);
                random.NextBytes(bytes);
                ulong start = (ulong)random.NextInt64() & kernel.Polynomial.AllOnes;

                ulong register = start;
                foreach ((int from, int to) in one.cuts.Zip(one.cuts.Skip(1)))
                {
                    register = kernel.Update(register, bytes.AsSpan(one.offset + from, to - from));
                }

                return register == Definition(bits, start, bytes.AsSpan(one.offset));
            }));
    }

    [Fact]
    public void All_kernels_agree_on_blocks_of_the_size_that_is_sent()
    {
        byte[] block = new byte[(256 << 10) + 13];
        new Random(1).NextBytes(block);
        foreach (int bits in new[] { 32, 64 })
        {
            Assert.Single(CrcKernel.Supported(Polynomial(bits)).Select(kernel => kernel.Update(0, block)).Distinct());
        }
    }

    [Fact]
    public void The_fastest_kernel_is_used_and_tables_are_the_last_resort()
    {
        Assert.IsType(CrcKernel.Supported(CrcPolynomial.Crc32C).First().GetType(), CrcKernel.Crc32C);
        Assert.IsType(CrcKernel.Supported(CrcPolynomial.Crc64Nvme).First().GetType(), CrcKernel.Crc64Nvme);
        Assert.IsType<TableKernel>(CrcKernel.Supported(CrcPolynomial.Crc64Nvme).Last());
    }

    private static CrcPolynomial Polynomial(int bits) => bits == 32 ? CrcPolynomial.Crc32C : CrcPolynomial.Crc64Nvme;

    private static CrcKernel Kernel(int bits, int index) => CrcKernel.Supported(Polynomial(bits)).ElementAt(index);

    private static ulong Definition(int bits, ulong register, ReadOnlySpan<byte> bytes)
    {
        ulong polynomial = bits == 32 ? 0x82F6_3B78 : 0x9A6C_9329_AC4B_C9B5;
        foreach (byte value in bytes)
        {
            register ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ polynomial : register >> 1;
            }
        }

        return register;
    }
}
