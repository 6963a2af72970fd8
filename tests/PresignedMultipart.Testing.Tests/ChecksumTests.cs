using System.Text;
using System.Xml.Linq;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class ChecksumTests
{
    private static readonly byte[] _a = Bytes.Random(1001, 1);
    private static readonly byte[] _b = Bytes.Random(777, 2);

    [Theory]
    [InlineData("CRC32", "123456789", "y/Q5Jg==")]
    [InlineData("CRC32C", "123456789", "4waSgw==")]
    [InlineData("CRC64NVME", "123456789", "rosUhgp5mIg=")]
    [InlineData("CRC32", "Hello world", "i9aeUg==")]
    [InlineData("CRC32", "abc", "NSRBwg==")]
    [InlineData("CRC32C", "Hello world", "crUfeA==")]
    [InlineData("CRC32C", "abc", "Nks/tw==")]
    [InlineData("CRC64NVME", "Hello world", "OOJZ0D8xKts=")]
    [InlineData("CRC64NVME", "abc", "BeXKuz/B+us=")]
    [InlineData("SHA1", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")]
    [InlineData("SHA256", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    public async Task Every_algorithm_gives_the_known_values_and_refuses_others(string algorithm, string text, string value)
    {
        await using Rig rig = await Rig.StartAsync();
        string header = "x-amz-checksum-" + algorithm.ToLowerInvariant();
        byte[] body = Encoding.ASCII.GetBytes(text);

        Answer right = await rig.SendAsync("PUT", "key", body, null, (header, value));
        Answer wrong = await rig.SendAsync("PUT", "key", [.. body, 0], null, (header, value));
        Answer none = await rig.SendAsync("PUT", "key", body, null, (header, "AAA="));
        Answer head = await rig.SendAsync("HEAD", "key", null, null, ("x-amz-checksum-mode", "ENABLED"));

        Assert.Equal("200", right.Outcome);
        Assert.Equal(value, right.Header(header));
        Assert.Equal("400 BadDigest", wrong.Outcome);
        Assert.Equal("400 InvalidRequest", none.Outcome);
        Assert.Equal(value, head.Header(header));
        Assert.Equal("FULL_OBJECT", head.Header("x-amz-checksum-type"));
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("CRC32C")]
    [InlineData("CRC64NVME")]
    public void Sums_of_pieces_combine_to_the_sum_of_the_whole(string name)
    {
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.Parse(name);

        Assert.Equal(algorithm.Hash([.. _a, .. _b]), algorithm.Combine(algorithm.Hash(_a), algorithm.Hash(_b), _b.Length));
        Assert.Equal(algorithm.Hash(_a), algorithm.Combine(algorithm.Hash(_a), algorithm.Hash([]), 0));
    }

    [Fact]
    public async Task Content_md5_is_checked()
    {
        await using Rig rig = await Rig.StartAsync();
        string md5 = Convert.ToBase64String(Bytes.Md5(_a));

        Assert.Equal("200", (await rig.SendAsync("PUT", "key", _a, null, ("Content-MD5", md5))).Outcome);
        Assert.Equal("400 BadDigest", (await rig.SendAsync("PUT", "key", _b, null, ("Content-MD5", md5))).Outcome);
        Assert.Equal("400 InvalidDigest", (await rig.SendAsync("PUT", "key", _a, null, ("Content-MD5", "nonsense"))).Outcome);
        Assert.Equal(_a, Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!));
    }

    [Fact]
    public async Task A_body_without_a_checksum_gets_one_of_the_servers_own()
    {
        await using Rig rig = await Rig.StartAsync();

        Answer put = await rig.SendAsync("PUT", "single", "Hello world"u8.ToArray());
        (string id, var parts) = await rig.UploadAsync(_a, _b);
        Answer completed = await rig.CompleteAsync(id, parts);

        Assert.Equal("OOJZ0D8xKts=", put.Header("x-amz-checksum-crc64nvme"));
        Assert.Equal(Convert.ToBase64String(ChecksumAlgorithm.Crc64Nvme.Hash([.. _a, .. _b])), completed.Element("ChecksumCRC64NVME"));
        Assert.Equal("FULL_OBJECT", completed.Element("ChecksumType"));
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("CRC32C")]
    [InlineData("CRC64NVME")]
    public async Task The_checksum_of_the_full_object_is_made_from_the_parts_and_compared(string name)
    {
        await using Rig rig = await Rig.StartAsync();
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.Parse(name);
        string id = await rig.CreateUploadAsync("key", ("x-amz-checksum-algorithm", name), ("x-amz-checksum-type", "FULL_OBJECT"));
        Answer a = await rig.UploadPartAsync(id, 1, _a, "key", (algorithm.HeaderName, Base64(algorithm, _a)));
        Answer b = await rig.UploadPartAsync(id, 2, _b);
        Answer badPart = await rig.UploadPartAsync(id, 3, _b, "key", (algorithm.HeaderName, Base64(algorithm, _a)));
        Answer list = await rig.SendAsync("GET", "key", query: [("uploadId", id)]);
        (int, string)[] parts = [(1, a.ETag!), (2, b.ETag!)];

        Answer wrong = await rig.CompleteAsync(id, parts, headers: (algorithm.HeaderName, Base64(algorithm, _a)));
        Answer wrongType = await rig.CompleteAsync(id, parts, headers: ("x-amz-checksum-type", "COMPOSITE"));
        Answer right = await rig.CompleteAsync(id, parts, headers: (algorithm.HeaderName, Base64(algorithm, [.. _a, .. _b])));

        Assert.Equal(Base64(algorithm, _b), b.Header(algorithm.HeaderName));
        Assert.Equal("400 BadDigest", badPart.Outcome);
        Assert.Equal(Base64(algorithm, _a), list.Element(algorithm.XmlName));
        Assert.Equal("400 BadDigest", wrong.Outcome);
        Assert.Equal("400 InvalidRequest", wrongType.Outcome);
        Assert.Equal("200", right.Outcome);
        Assert.Equal(Base64(algorithm, [.. _a, .. _b]), rig.S3.FindObject(Rig.Bucket, "key")!.Checksum);
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("CRC32C")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task A_composite_checksum_is_the_sum_of_the_sums_which_every_part_must_name(string name)
    {
        await using Rig rig = await Rig.StartAsync();
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.Parse(name);
        string id = await rig.CreateUploadAsync("key", ("x-amz-checksum-algorithm", name));
        Answer a = await rig.UploadPartAsync(id, 1, _a, "key", (algorithm.HeaderName, Base64(algorithm, _a)));
        Answer b = await rig.UploadPartAsync(id, 2, _b, "key", (algorithm.HeaderName, Base64(algorithm, _b)));
        (int, string)[] parts = [(1, a.ETag!), (2, b.ETag!)];

        Answer bare = await rig.UploadPartAsync(id, 3, _b);
        Answer other = await rig.UploadPartAsync(id, 3, _b, "key", ("x-amz-checksum-crc64nvme", Base64(ChecksumAlgorithm.Crc64Nvme, _b)));
        Answer missing = await rig.CompleteAsync(id, parts);
        Answer wrong = await rig.CompleteAsync(id, Rig.PartList(parts, _ => new XElement(algorithm.XmlName, Base64(algorithm, _a))));
        Answer gap = await rig.CompleteAsync(id, Rig.PartList([parts[1]], _ => new XElement(algorithm.XmlName, Base64(algorithm, _b))));
        Answer right = await rig.CompleteAsync(
            id, Rig.PartList(parts, n => new XElement(algorithm.XmlName, Base64(algorithm, n == 1 ? _a : _b))));

        Assert.Equal("400 InvalidRequest", bare.Outcome);
        Assert.Equal("400 InvalidRequest", other.Outcome);
        Assert.Equal("400 InvalidRequest", missing.Outcome);
        Assert.Equal("400 InvalidPart", wrong.Outcome);
        Assert.Equal("500 InternalError", gap.Outcome);
        Assert.Equal("200", right.Outcome);
        Assert.Equal(Base64(algorithm, [.. algorithm.Hash(_a), .. algorithm.Hash(_b)]) + "-2", right.Element(algorithm.XmlName));
        Assert.Equal("COMPOSITE", right.Element("ChecksumType"));
    }

    [Theory]
    [InlineData("CRC64NVME", "COMPOSITE")]
    [InlineData("SHA256", "FULL_OBJECT")]
    [InlineData("MD4", "COMPOSITE")]
    [InlineData("CRC32", "SOMETHING")]
    public async Task Algorithms_and_types_that_do_not_go_together_are_refused(string algorithm, string type)
    {
        await using Rig rig = await Rig.StartAsync();

        Answer answer = await rig.SendAsync(
            "POST", "key", null, [("uploads", "")], ("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", type));

        Assert.Equal("400 InvalidRequest", answer.Outcome);
    }

    private static string Base64(ChecksumAlgorithm algorithm, byte[] bytes) => Convert.ToBase64String(algorithm.Hash(bytes));
}
