using BenchmarkDotNet.Attributes;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// What a signer far away costs: each call for URLs takes so long, as one to a back end does. The baseline is the same upload with a
/// signer at hand. A request to the storage takes 50 ms, and eight are on the way at a time.
/// </summary>
[MemoryDiagnoser]
public class SigningBenchmarks
{
    private const int Length = 512 << 20;

    private string _path = null!;
    private BenchmarkStore _store = null!;
    private MultipartUploader _near = null!;
    private MultipartUploader _far = null!;
    private MultipartUploader _farOneByOne = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = await BenchmarkStore.CreateFileAsync(Length);
        _store = await BenchmarkStore.StartAsync(TimeSpan.FromMilliseconds(50));
        var options = new MultipartUploadOptions { PartSize = 5 << 20, MaxConcurrency = 8, AdaptiveConcurrency = false };
        var delay = TimeSpan.FromMilliseconds(200);
        _near = new MultipartUploader(_store.Provider, options);
        _far = new MultipartUploader(new SlowSigner(_store.Provider, delay, PresignedUrlProviderCapabilities.All), options);
        _farOneByOne = new MultipartUploader(new SlowSigner(_store.Provider, delay, PresignedUrlProviderCapabilities.All & ~PresignedUrlProviderCapabilities.PresignBatch), options);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _near.Dispose();
        _far.Dispose();
        _farOneByOne.Dispose();
        await _store.DisposeAsync();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public Task SignerAtHand() => UploadAsync(_near);

    [Benchmark]
    public Task SignerOf200Milliseconds() => UploadAsync(_far);

    [Benchmark]
    public Task SignerOf200MillisecondsThatTakesOnePartACall() => UploadAsync(_farOneByOne);

    private Task<UploadResult> UploadAsync(MultipartUploader uploader) => uploader.UploadFileAsync(_path, new UploadTarget(BenchmarkStore.Bucket, "signing"));
}
