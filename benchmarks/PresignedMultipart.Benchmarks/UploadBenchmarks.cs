using Amazon.S3;
using Amazon.S3.Transfer;
using BenchmarkDotNet.Attributes;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// A whole upload of a file, against an endpoint in the same process that throws the bytes away. The baseline is what a .NET program
/// does without this library: the AWS SDK's TransferUtility. The endpoint's own work is in every figure alike.
/// </summary>
[MemoryDiagnoser]
public class UploadBenchmarks
{
    private const string Bucket = "bucket";
    private const int NaivePartSize = 10 << 20;

    private string _path = null!;
    private S3TestServer _server = null!;
    private S3PresignedUrlProvider _provider = null!;
    private MultipartUploader _uploader = null!;
    private AmazonS3Client _client = null!;
    private TransferUtility _transferUtility = null!;
    private HttpClient _http = null!;

    [Params(64, 256)]
    public int MiB { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllBytesAsync(_path, RandomBytes(MiB << 20));
        _server = await S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { Bucket }, DiscardBodies = true, ComputeDefaultChecksum = false });
        _provider = new S3PresignedUrlProvider(new S3ProviderOptions
        {
            Endpoint = _server.Endpoint,
            Region = _server.Region,
            AccessKey = _server.AccessKey,
            SecretKey = _server.SecretKey,
        });
        _uploader = new MultipartUploader(_provider);
        _client = new AmazonS3Client(_server.AccessKey, _server.SecretKey, new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = _server.Region,
        });
        _transferUtility = new TransferUtility(_client);
        _http = new HttpClient();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _http.Dispose();
        _transferUtility.Dispose();
        _client.Dispose();
        _uploader.Dispose();
        _provider.Dispose();
        await _server.DisposeAsync();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public Task TransferUtility() => _transferUtility.UploadAsync(_path, Bucket, "transfer-utility");

    /// <summary>What one writes in an afternoon: an array a part, eight at a time.</summary>
    [Benchmark]
    public async Task NaiveLoop()
    {
        var target = new UploadTarget(Bucket, "naive");
        MultipartUpload upload = await _provider.CreateMultipartUploadAsync(target, null);
        long length = new FileInfo(_path).Length;
        var parts = new CompletedPart[(length + NaivePartSize - 1) / NaivePartSize];
        await Parallel.ForEachAsync(Enumerable.Range(1, parts.Length), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, stop) =>
        {
            byte[] part = new byte[Math.Min(NaivePartSize, length - ((number - 1L) * NaivePartSize))];
            await using (var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read))
            {
                file.Position = (number - 1L) * NaivePartSize;
                await file.ReadExactlyAsync(part, stop);
            }

            PresignedUrl url = (await _provider.PresignPartsAsync(upload, [new PartToSign(number, part.Length)], stop))[0];
            using HttpResponseMessage response = await _http.PutAsync(url.Uri, new ByteArrayContent(part), stop);
            response.EnsureSuccessStatusCode();
            parts[number - 1] = new CompletedPart(number, response.Headers.ETag!.Tag);
        });
        await _provider.CompleteMultipartUploadAsync(upload, parts, length);
    }

    [Benchmark]
    public Task PresignedMultipart() => _uploader.UploadFileAsync(_path, new UploadTarget(Bucket, "presigned-multipart"));

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
