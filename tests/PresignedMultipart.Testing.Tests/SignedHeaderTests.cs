using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class SignedHeaderTests
{
    private static readonly byte[] _body = Bytes.Random(100_000);

    [Fact]
    public async Task The_hash_of_the_body_is_checked()
    {
        await using Rig rig = await Rig.StartAsync();

        Assert.Equal("200", (await PutAsync(rig, _body, Signer.Hex(SHA256.HashData(_body)))).Outcome);
        Assert.Equal("400 XAmzContentSHA256Mismatch", (await PutAsync(rig, _body, Signer.Hex(SHA256.HashData([1])))).Outcome);
        Assert.Equal("200", (await PutAsync(rig, _body, "UNSIGNED-PAYLOAD")).Outcome);
        Assert.Equal("400 InvalidArgument", (await PutAsync(rig, _body, "nonsense")).Outcome);
    }

    [Theory]
    [InlineData(15, "200")]
    [InlineData(16, "403 RequestTimeTooSkewed")]
    [InlineData(-16, "403 RequestTimeTooSkewed")]
    public async Task The_clock_may_be_fifteen_minutes_off(int minutes, string outcome)
    {
        await using Rig rig = await Rig.StartAsync();
        var signer = new Signer(rig.S3) { SignedAt = rig.Clock.GetUtcNow().AddMinutes(minutes) };

        Assert.Equal(outcome, (await PutAsync(rig, _body, "UNSIGNED-PAYLOAD", signer)).Outcome);
    }

    [Fact]
    public async Task Another_region_or_another_secret_is_refused()
    {
        await using Rig rig = await Rig.StartAsync();
        DateTimeOffset now = rig.Clock.GetUtcNow();

        Assert.Equal("400 AuthorizationHeaderMalformed", (await PutAsync(rig, [], "UNSIGNED-PAYLOAD", new Signer(rig.S3) { Region = "x", SignedAt = now })).Outcome);
        Assert.Equal("403 SignatureDoesNotMatch", (await PutAsync(rig, [], "UNSIGNED-PAYLOAD", new Signer(rig.S3) { SecretKey = "x", SignedAt = now })).Outcome);
        Assert.Equal("403 InvalidAccessKeyId", (await PutAsync(rig, [], "UNSIGNED-PAYLOAD", new Signer(rig.S3) { AccessKey = "x", SignedAt = now })).Outcome);
    }

    [Fact]
    public async Task Chunks_are_decoded_and_every_signature_counts()
    {
        await using Rig rig = await Rig.StartAsync();

        Assert.Equal("200", (await PutChunkedAsync(rig, b => b)).Outcome);
        Assert.Equal(_body, Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!));
        Assert.Equal("403 SignatureDoesNotMatch", (await PutChunkedAsync(rig, b => Flip(b, 50_000))).Outcome);
        Assert.Equal("400 IncompleteBody", (await PutChunkedAsync(rig, b => b[..70_000])).Outcome);
        Assert.Equal("403 SignatureDoesNotMatch", (await PutChunkedAsync(rig, b => Flip(b, b.Length - 10))).Outcome);
    }

    [Theory]
    [InlineData("i9aeUg==", "200")]
    [InlineData("i9aeUQ==", "400 BadDigest")]
    [InlineData("nonsense", "400 InvalidRequest")]
    public async Task An_unsigned_trailer_brings_a_checksum_that_is_checked(string crc32, string outcome)
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] wire = Encoding.ASCII.GetBytes($"5\r\nHello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:{crc32}\r\n\r\n");

        Answer answer = await PutAsync(
            rig, wire, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", null, ("x-amz-decoded-content-length", "11"), ("x-amz-trailer", "x-amz-checksum-crc32"));

        Assert.Equal(outcome, answer.Outcome);
        if (outcome == "200")
        {
            Assert.Equal("Hello world", Encoding.ASCII.GetString(Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!)));
            Assert.Equal(crc32, answer.Header("x-amz-checksum-crc32"));
        }
    }

    private static byte[] Flip(byte[] bytes, int offset)
    {
        byte[] copy = [.. bytes];
        copy[offset] ^= 1;
        return copy;
    }

    private static async Task<Answer> PutAsync(Rig rig, byte[] body, string hash, Signer? signer = null, params (string, string)[] headers)
    {
        using HttpRequestMessage request = Wire.Request("PUT", $"{rig.S3.Endpoint}{Rig.Bucket}/key", body, headers);
        signer ??= rig.Signer;
        new Signer(rig.S3)
        {
            AccessKey = signer.AccessKey,
            SecretKey = signer.SecretKey,
            Region = signer.Region,
            SignedAt = signer.SignedAt,
            ContentSha256 = hash,
        }.SignHeaders(request);
        return await rig.Http.AnswerAsync(request);
    }

    /// <summary>Sends the body as signed chunks of 64 KiB with a signed trailer, as AWSSDK does over plain http.</summary>
    private static async Task<Answer> PutChunkedAsync(Rig rig, Func<byte[], byte[]> damage)
    {
        using HttpRequestMessage request = Wire.Request(
            "PUT",
            $"{rig.S3.Endpoint}{Rig.Bucket}/key",
            null,
            ("x-amz-decoded-content-length", $"{_body.Length}"),
            ("x-amz-trailer", "x-amz-checksum-sha256"));
        var signer = new Signer(rig.S3) { SignedAt = rig.Clock.GetUtcNow(), ContentSha256 = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" };
        (string previous, string scope, byte[] key, string timestamp) = signer.SignHeaders(request);
        var wire = new List<byte>();
        foreach (byte[] chunk in _body.Chunk(64 * 1024).Append([]))
        {
            previous = Sign($"AWS4-HMAC-SHA256-PAYLOAD\n{timestamp}\n{scope}\n{previous}\n{Hash([])}\n{Hash(chunk)}");
            wire.AddRange(Encoding.ASCII.GetBytes($"{chunk.Length:x};chunk-signature={previous}\r\n"));
            wire.AddRange(chunk);
            wire.AddRange(chunk.Length > 0 ? "\r\n"u8 : []);
        }

        string trailer = $"x-amz-checksum-sha256:{Convert.ToBase64String(SHA256.HashData(_body))}";
        previous = Sign($"AWS4-HMAC-SHA256-TRAILER\n{timestamp}\n{scope}\n{previous}\n{Hash(Encoding.ASCII.GetBytes(trailer + "\n"))}");
        wire.AddRange(Encoding.ASCII.GetBytes($"{trailer}\r\nx-amz-trailer-signature:{previous}\r\n\r\n"));
        request.Content = new ByteArrayContent(damage([.. wire]));
        return await rig.Http.AnswerAsync(request);

        string Sign(string text) => Signer.Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        static string Hash(byte[] bytes) => Signer.Hex(SHA256.HashData(bytes));
    }
}
