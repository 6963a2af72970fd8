using BenchmarkDotNet.Attributes;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// The same bytes from a stream that cannot seek, from a file, and written into an upload, against an endpoint in the same process that
/// throws them away, at once or after 20 ms a request. The baseline is the AWS SDK's TransferUtility with the same stream. All send
/// parts of 10 MiB but TransferUtility, which has its own size. The endpoint's own work and garbage are in every figure alike.
/// </summary>
[MemoryDiagnoser]
public class SourceBenchmarks
{
    private const int Length = 256 << 20;

    private string _path = null!;
    private BenchmarkStore _store = null!;
    private MultipartUploader _uploader = null!;

    [Params(0, 20)]
    public int LatencyMilliseconds { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = await BenchmarkStore.CreateFileAsync(Length);
        _store = await BenchmarkStore.StartAsync(TimeSpan.FromMilliseconds(LatencyMilliseconds));
        _uploader = new MultipartUploader(_store.Provider, new MultipartUploadOptions { PartSize = 10 << 20 });
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _uploader.Dispose();
        await _store.DisposeAsync();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public Task TransferUtilityStream() => _store.TransferUtility.UploadAsync(new UnseekableStream(Length), BenchmarkStore.Bucket, "transfer-utility");

    [Benchmark]
    public Task FromFile() => _uploader.UploadFileAsync(_path, new UploadTarget(BenchmarkStore.Bucket, "file"));

    [Benchmark]
    public Task FromStream() => _uploader.UploadAsync(UploadSource.FromStream(new UnseekableStream(Length)), new UploadTarget(BenchmarkStore.Bucket, "stream"));

    [Benchmark]
    public async Task OpenWrite()
    {
        await using UploadStream upload = await _uploader.OpenWriteAsync(new UploadTarget(BenchmarkStore.Bucket, "write"));
        await new UnseekableStream(Length).CopyToAsync(upload);
        await upload.CompleteAsync();
    }
}
