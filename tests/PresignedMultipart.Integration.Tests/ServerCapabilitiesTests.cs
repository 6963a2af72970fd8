using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What the table of capabilities says of a server is so, without the library: when these fail, the table is wrong.</summary>
public sealed class ServerCapabilitiesTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const string Checksum = "x-amz-checksum-crc64nvme";
    private const string OfDigits = "rosUhgp5mIg=";
    private const string Wrong = "AAAAAAAAAAA=";
    private const string AlgorithmHeader = "x-amz-sdk-checksum-algorithm";

    private static readonly byte[] Digits = Encoding.ASCII.GetBytes("123456789");

    [Fact]
    public async Task A_part_with_a_wrong_checksum_is_refused()
    {
        string uploadId = await CreateAsync("wrong-checksum", "CRC64NVME");

        using HttpResponseMessage answer = await PutPartAsync("wrong-checksum", uploadId, 1, (Checksum, Wrong), (AlgorithmHeader, "CRC64NVME"));

        await AssertRefusedAsync(server.Capabilities.Checksum, answer);
    }

    [Fact]
    public async Task A_part_with_a_wrong_checksum_is_refused_without_the_name_of_its_algorithm()
    {
        string uploadId = await CreateAsync("wrong-unnamed-checksum", "CRC64NVME");

        using HttpResponseMessage answer = await PutPartAsync("wrong-unnamed-checksum", uploadId, 1, (Checksum, Wrong));

        await AssertRefusedAsync(server.Capabilities.ChecksumWithoutAlgorithmHeader, answer);
    }

    [Fact]
    public async Task A_part_with_a_wrong_MD5_is_refused_by_every_server()
    {
        string uploadId = await CreateAsync("wrong-md5");

        using HttpResponseMessage answer = await PutPartAsync("wrong-md5", uploadId, 1, ("Content-MD5", Convert.ToBase64String(new byte[16])));

        await AssertRefusedAsync(Support.AsDocumented, answer);
    }

    [Fact]
    public async Task A_part_is_answered_with_the_checksum_of_what_arrived()
    {
        string uploadId = await CreateAsync("echo", "CRC64NVME");

        using HttpResponseMessage withChecksum = await PutPartAsync("echo", uploadId, 1, (Checksum, OfDigits), (AlgorithmHeader, "CRC64NVME"));
        using HttpResponseMessage without = await PutPartAsync("echo", uploadId, 2);

        foreach (HttpResponseMessage answer in new[] { withChecksum, without })
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(server.Capabilities.EchoesChecksums ? [OfDigits] : [], answer.Headers.TryGetValues(Checksum, out var echo) ? echo : []);
        }
    }

    [Fact]
    public async Task A_completion_that_leaves_out_a_part_drops_it()
    {
        string uploadId = await CreateAsync("left-out");
        using HttpResponseMessage first = await PutPartAsync("left-out", uploadId, 1);
        using HttpResponseMessage second = await PutPartAsync("left-out", uploadId, 2);
        Task<CompleteMultipartUploadResponse> CompleteAsync() => server.Client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = server.Bucket,
            Key = "left-out",
            UploadId = uploadId,
            PartETags = [new PartETag(1, first.Headers.ETag!.Tag)],
        });

        if (server.Capabilities.CompletionWithMissingParts is { } expected)
        {
            var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(CompleteAsync);
            Assert.Equal(expected, (refusal.StatusCode, refusal.ErrorCode));
            return;
        }

        await CompleteAsync();
        Assert.Equal(Digits.Length, (await server.Client.GetObjectMetadataAsync(server.Bucket, "left-out")).ContentLength);
    }

    private static async Task AssertRefusedAsync(Support support, HttpResponseMessage answer)
    {
        if (support == Support.Ignored)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return;
        }

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>BadDigest</Code>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> CreateAsync(string key, string? algorithm = null) =>
        (await server.Client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = server.Bucket, Key = key, ChecksumAlgorithm = algorithm })).UploadId;

    private async Task<HttpResponseMessage> PutPartAsync(string key, string uploadId, int number, params (string Name, string Value)[] signedHeaders)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = server.Bucket,
            Key = key,
            UploadId = uploadId,
            PartNumber = number,
            Verb = HttpVerb.PUT,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Protocol = server.Protocol,
        };
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Digits);
        foreach ((string name, string value) in signedHeaders)
        {
            request.Headers[name] = value;
            content.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.PutAsync(await server.Client.GetPreSignedURLAsync(request), content);
    }
}
