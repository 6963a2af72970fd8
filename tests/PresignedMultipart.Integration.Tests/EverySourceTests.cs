namespace PresignedMultipart.Integration.Tests;

/// <summary>Every kind of source, at once and in parts, signed here and signed by a back end.</summary>
public sealed class EverySourceTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    public static TheoryData<string, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, string>();
            foreach ((string source, bool inParts, string signer) in
                from source in EverySource.Names from inParts in new[] { false, true } from signer in UrlSigner.Names select (source, inParts, signer))
            {
                cases.Add(source, inParts, signer);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_was_uploaded_reads_back_identical(string source, bool inParts, string signer)
    {
        using var files = new TestFiles();
        // A part and a bit, no multiple of anything.
        string path = files.Create(inParts ? PartSize + 12_345 : 54_321, seed: source.Length);
        string key = $"{source}, {(inParts ? "in parts" : "at once")}, {signer}";
        await using UrlSigner urls = await UrlSigner.StartAsync(signer, server.ProviderOptions());
        using var uploader = new MultipartUploader(urls.Provider, new MultipartUploadOptions { PartSize = PartSize, SinglePutThreshold = 1 << 20 });

        UploadResult result = await EverySource.UploadAsync(uploader, source, path, new UploadTarget(server.Bucket, key));

        await server.AssertSameBytesAsync(path, key);
        Assert.Equal((new FileInfo(path).Length, inParts ? 2 : 1), (result.Length, result.PartCount));
        // The classic contract knows no single PUT: what is small is an upload of one part.
        Assert.Equal(inParts || signer.StartsWith("classic", StringComparison.Ordinal), result.UploadId is not null);
    }
}
