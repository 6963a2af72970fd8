using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PresignedMultipart.Checksums;

namespace PresignedMultipart.Tests.Checksums;

public class ObjectChecksumTests
{
    private static readonly byte[] Bytes = new byte[20_000];

    static ObjectChecksumTests() => new Random(7).NextBytes(Bytes);

    public static TheoryData<ChecksumAlgorithm> Crcs => [ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme];

    [Theory]
    [MemberData(nameof(Crcs))]
    public void The_object_of_any_parts_has_the_value_of_one_pass_over_it(ChecksumAlgorithm algorithm)
    {
        // Equal cuts make empty parts.
        var cases = from length in Gen.Choose(0, Bytes.Length)
                    from cuts in Gen.OneOf(Gen.Choose(0, length), Gen.Elements(0, length / 2, length)).ListOf()
                    select (length, cuts: cuts.Append(0).Append(length).Order().ToArray());

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(cases.ToArbitrary(), one =>
            {
                var parts = one.cuts.Zip(one.cuts.Skip(1), (from, to) => new PartSum(Sum(algorithm, Bytes.AsSpan(from..to)), to - from));
                return ObjectChecksum.FullObject(algorithm, parts) == Convert.ToBase64String(Sum(algorithm, Bytes.AsSpan(0, one.length)));
            }));
    }

    [Theory]
    [MemberData(nameof(Crcs))]
    public void Equal_parts_and_a_shorter_last_one_have_the_value_of_one_pass(ChecksumAlgorithm algorithm)
    {
        var parts = Bytes.Chunk(3_000).Select(part => new PartSum(Sum(algorithm, part), part.Length));

        Assert.Equal(Convert.ToBase64String(Sum(algorithm, Bytes)), ObjectChecksum.FullObject(algorithm, parts));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C, "crUfeA==")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "OOJZ0D8xKts=")]
    public void The_parts_of_a_published_vector_join_into_it(ChecksumAlgorithm algorithm, string expected)
    {
        PartSum[] parts = [.. new[] { "Hello", "", " world" }.Select(text => new PartSum(Sum(algorithm, Encoding.ASCII.GetBytes(text)), text.Length))];

        Assert.Equal(expected, ObjectChecksum.FullObject(algorithm, parts));
        Assert.NotEqual(expected, ObjectChecksum.FullObject(algorithm, parts.Reverse()));
    }

    /// <summary>The values expected were computed by squaring the matrix of one zero byte, which no polynomial is multiplied for.</summary>
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32C, "LMX21g==", "yqSlTA==")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "zjb+AoVWnSA=", "Nk0zcnaREAs=")]
    public void Zeros_join_into_the_largest_part_and_the_largest_parts_into_the_largest_object(
        ChecksumAlgorithm algorithm, string ofPart, string ofObject)
    {
        var mebibyte = new PartSum(Sum(algorithm, new byte[1 << 20]), 1 << 20);

        string part = ObjectChecksum.FullObject(algorithm, Enumerable.Repeat(mebibyte, (int)(S3Limits.MaxPartSize >> 20)))!;
        Assert.Equal(ofPart, part);

        var largest = new PartSum(Convert.FromBase64String(part), S3Limits.MaxPartSize);
        Assert.Equal(ofObject, ObjectChecksum.FullObject(algorithm, Enumerable.Repeat(largest, S3Limits.MaxPartCount)));
    }

    [Theory]
    [MemberData(nameof(Crcs))]
    public void An_object_without_bytes_has_the_value_zero(ChecksumAlgorithm algorithm)
    {
        string zero = Convert.ToBase64String(Sum(algorithm, []));

        Assert.Equal(zero, ObjectChecksum.FullObject(algorithm, []));
        Assert.Equal(zero, ObjectChecksum.FullObject(algorithm, [new PartSum(Sum(algorithm, []), 0)]));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.None)]
    [InlineData(ChecksumAlgorithm.Sha256)]
    [InlineData(ChecksumAlgorithm.Md5)]
    public void The_hash_of_an_object_does_not_follow_from_its_parts(ChecksumAlgorithm algorithm) =>
        Assert.Null(ObjectChecksum.FullObject(algorithm, [new PartSum(new byte[32], 1)]));

    /// <summary>Of the parts "abc" and "Hello world", by openssl dgst and base64; of CRC-32C bit by bit from the polynomial.</summary>
    [Theory]
    [InlineData(ChecksumAlgorithm.Sha256, "5ExBtf/KqVJBjBAjAF2cLeCVDR4U+LuQ9H4umHV6WgU=-2")]
    [InlineData(ChecksumAlgorithm.Md5, "SMMdcL6/i6mjyxadlUgDwA==-2")]
    [InlineData(ChecksumAlgorithm.Crc32C, "424Nvw==-2")]
    public void A_composite_value_is_the_sum_of_the_parts_binary_values_and_their_count(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(expected, ObjectChecksum.Composite(algorithm, [Sum(algorithm, "abc"u8), Sum(algorithm, "Hello world"u8)]));

    [Theory]
    [InlineData(ChecksumAlgorithm.None)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme)]
    public void What_S3_has_no_composite_value_of_is_refused(ChecksumAlgorithm algorithm) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(algorithm), () => ObjectChecksum.Composite(algorithm, []));

    private static byte[] Sum(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> bytes)
    {
        using PartChecksum sum = PartChecksum.Create(algorithm)!;
        sum.Append(bytes);
        byte[] value = new byte[sum.Length];
        sum.Finish(value);
        return value;
    }
}
