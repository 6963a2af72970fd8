using Amazon.S3;
using Amazon.S3.Transfer;
using BenchmarkDotNet.Attributes;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// The same bytes from a stream that cannot seek, from a file, and written into an upload, against an endpoint in the same process that
/// throws them away, at once or after 20 ms a request. The baseline is the AWS SDK's TransferUtility with the same stream. All send
/// parts of 10 MiB but TransferUtility, which has its own size. The endpoint's own work and garbage are in every figure alike.
/// </summary>
[MemoryDiagnoser]
public class SourceBenchmarks
{
    private const string Bucket = "bucket";
    private const int Length = 256 << 20;

    private string _path = null!;
    private S3TestServer _server = null!;
    private S3PresignedUrlProvider _provider = null!;
    private MultipartUploader _uploader = null!;
    private AmazonS3Client _client = null!;
    private TransferUtility _transferUtility = null!;

    [Params(0, 20)]
    public int LatencyMilliseconds { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (FileStream file = File.Create(_path))
        {
            await new UnseekableStream(Length).CopyToAsync(file);
        }

        _server = await S3TestServer.StartAsync(new S3TestServerOptions
        {
            DefaultBuckets = { Bucket },
            DiscardBodies = true,
            ComputeDefaultChecksum = false,
            Latency = TimeSpan.FromMilliseconds(LatencyMilliseconds),
        });
        _provider = new S3PresignedUrlProvider(new S3ProviderOptions
        {
            Endpoint = _server.Endpoint,
            Region = _server.Region,
            AccessKey = _server.AccessKey,
            SecretKey = _server.SecretKey,
        });
        _uploader = new MultipartUploader(_provider, new MultipartUploadOptions { PartSize = 10 << 20 });
        _client = new AmazonS3Client(_server.AccessKey, _server.SecretKey, new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = _server.Region,
        });
        _transferUtility = new TransferUtility(_client);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _transferUtility.Dispose();
        _client.Dispose();
        _uploader.Dispose();
        _provider.Dispose();
        await _server.DisposeAsync();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public Task TransferUtilityStream() => _transferUtility.UploadAsync(new UnseekableStream(Length), Bucket, "transfer-utility");

    [Benchmark]
    public Task FromFile() => _uploader.UploadFileAsync(_path, new UploadTarget(Bucket, "file"));

    [Benchmark]
    public Task FromStream() => _uploader.UploadAsync(UploadSource.FromStream(new UnseekableStream(Length)), new UploadTarget(Bucket, "stream"));

    [Benchmark]
    public async Task OpenWrite()
    {
        await using UploadStream upload = await _uploader.OpenWriteAsync(new UploadTarget(Bucket, "write"));
        await new UnseekableStream(Length).CopyToAsync(upload);
        await upload.CompleteAsync();
    }
}
