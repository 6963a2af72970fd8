using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What a real server proves of the bytes: <see cref="ServerCapabilities"/> says which way each of them does.</summary>
public sealed class IntegrityTests(StorageServer server) : IClassFixture<StorageServer>, IDisposable
{
    private const int PartSize = 5 << 20;

    private readonly TestFiles _files = new();

    public static TheoryData<ChecksumAlgorithm> Algorithms => [ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Md5];

    [Fact]
    public Task A_flipped_bit_is_healed_by_comparing_the_ETag_with_every_server() =>
        AssertHealedAsync("flipped-md5", o => o.Checksum = ChecksumAlgorithm.Md5);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_flipped_bit_is_healed_by_signed_checksums(ChecksumAlgorithm algorithm)
    {
        if (algorithm == ChecksumAlgorithm.Md5 || server.Capabilities.Checksum == Support.AsDocumented)
        {
            await AssertHealedAsync($"flipped-signed-{algorithm}", o => (o.Checksum, o.SignChecksums) = (algorithm, true));
        }
        else
        {
            UploadResult result = await UploadAsync(server.Provider, $"unseen-{algorithm}", _files.Create(2 * PartSize), o => (o.Checksum, o.SignChecksums) = (algorithm, true));
            Assert.Equal(ChecksumConfirmation.PartsAccepted, result.ChecksumConfirmation);
        }
    }

    [Fact]
    public async Task A_flipped_bit_is_healed_on_defaults_where_the_server_answers_its_sums()
    {
        if (server.Capabilities.EchoesChecksums)
        {
            await AssertHealedAsync("flipped-default", _ => { });
        }
        else
        {
            UploadResult result = await UploadAsync(server.Provider, "silent-default", _files.Create(2 * PartSize), _ => { });
            Assert.Equal(ChecksumConfirmation.None, result.ChecksumConfirmation);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task The_result_says_what_the_server_confirmed(ChecksumAlgorithm algorithm)
    {
        UploadResult result = await UploadAsync(server.Provider, $"confirmed-{algorithm}", _files.Create((2 * PartSize) + 17), o => o.Checksum = algorithm);

        Assert.Equal(
            algorithm == ChecksumAlgorithm.Md5 ? ChecksumConfirmation.EachPart
            : server.Capabilities.EchoesChecksums ? ChecksumConfirmation.WholeObject
            : algorithm == ChecksumAlgorithm.Sha256 ? ChecksumConfirmation.PartsAccepted
            : ChecksumConfirmation.None,
            result.ChecksumConfirmation);
        Assert.Equal(algorithm, result.Checksum?.Algorithm);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PartSize)]
    public async Task An_upload_of_a_single_part_is_confirmed_too(int length)
    {
        UploadResult result = await UploadAsync(server.Provider, $"only-part-{length}", _files.Create(length), o => o.SinglePutThreshold = 0);

        Assert.Equal(server.Capabilities.EchoesChecksums ? ChecksumConfirmation.WholeObject
            // An empty object is a single PUT, whose sum is always signed.
            : length == 0 ? ChecksumConfirmation.PartsAccepted
            : ChecksumConfirmation.None, result.ChecksumConfirmation);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_damaged_single_put_is_refused_and_sent_again(ChecksumAlgorithm algorithm)
    {
        if (algorithm != ChecksumAlgorithm.Md5 && server.Capabilities.Checksum != Support.AsDocumented)
        {
            UploadResult result = await UploadAsync(server.Provider, "unseen-put", _files.Create(1000), o => o.Checksum = algorithm);
            Assert.Equal(ChecksumConfirmation.PartsAccepted, result.ChecksumConfirmation);
            return;
        }

        string key = $"flipped-put-{algorithm}";
        await using var relay = new Relay(server.Endpoint, LineFault.FlipBit, $"^PUT .*/{key}[?]", times: 2);
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.Endpoint = relay.Endpoint));
        string file = _files.Create(100_000);

        await UploadAsync(provider, key, file, o => o.Checksum = algorithm);

        Assert.Equal(2, relay.Struck);
        await server.AssertSameBytesAsync(file, key);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_file_is_compared_with_its_object_without_a_download(ChecksumAlgorithm algorithm)
    {
        string file = _files.Create((2 * PartSize) + 17);
        string other = _files.Create((2 * PartSize) + 17, seed: 2);
        string key = $"verified-{algorithm}";
        await UploadAsync(server.Provider, key, file, o => o.Checksum = algorithm);
        StoredObject stored = (await server.Provider.FindObjectAsync(new UploadTarget(server.Bucket, key)))!;

        FileVerification same = await FileVerifier.VerifyAsync(file, stored, PartSize);
        FileVerification different = await FileVerifier.VerifyAsync(other, stored, PartSize);
        FileVerification unaided = await FileVerifier.VerifyAsync(file, stored);

        Assert.Equal((FileVerdict.Same, FileVerdict.Different), (same.Verdict, different.Verdict));
        Assert.Equal(server.Capabilities.AnswersPartSize ? FileVerdict.Same : FileVerdict.Unknown, unaided.Verdict);
    }

    public void Dispose() => _files.Dispose();

    private async Task AssertHealedAsync(string key, Action<MultipartUploadOptions> configure)
    {
        await using var relay = new Relay(server.Endpoint, LineFault.FlipBit, "^PUT .*partNumber=2&", times: 2);
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.Endpoint = relay.Endpoint));
        string file = _files.Create((2 * PartSize) + 17);

        UploadResult result = await UploadAsync(provider, key, file, configure);

        Assert.Equal(2, relay.Struck);
        Assert.NotEqual(ChecksumConfirmation.None, result.ChecksumConfirmation);
        await server.AssertSameBytesAsync(file, key);
    }

    private async Task<UploadResult> UploadAsync(S3PresignedUrlProvider provider, string key, string file, Action<MultipartUploadOptions> configure)
    {
        var options = new MultipartUploadOptions { PartSize = PartSize, SinglePutThreshold = 1 << 20 };
        configure(options);
        using var uploader = new MultipartUploader(provider, options);
        return await uploader.UploadFileAsync(file, new UploadTarget(server.Bucket, key));
    }
}
