using BenchmarkDotNet.Attributes;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// A whole upload of a file, against an endpoint in the same process that throws the bytes away. The baseline is what a .NET program
/// does without this library: the AWS SDK's TransferUtility. The endpoint's own work is in every figure alike.
/// </summary>
[MemoryDiagnoser]
public class UploadBenchmarks
{
    private const int NaivePartSize = 10 << 20;

    private string _path = null!;
    private BenchmarkStore _store = null!;
    private MultipartUploader _uploader = null!;
    private HttpClient _http = null!;

    [Params(64, 256)]
    public int MiB { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = await BenchmarkStore.CreateFileAsync((long)MiB << 20);
        _store = await BenchmarkStore.StartAsync();
        _uploader = new MultipartUploader(_store.Provider);
        _http = new HttpClient();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _http.Dispose();
        _uploader.Dispose();
        await _store.DisposeAsync();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public Task TransferUtility() => _store.TransferUtility.UploadAsync(_path, BenchmarkStore.Bucket, "transfer-utility");

    /// <summary>What one writes in an afternoon: an array a part, eight at a time.</summary>
    [Benchmark]
    public async Task NaiveLoop()
    {
        var target = new UploadTarget(BenchmarkStore.Bucket, "naive");
        MultipartUpload upload = await _store.Provider.CreateMultipartUploadAsync(target, null);
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

            PresignedUrl url = (await _store.Provider.PresignPartsAsync(upload, [new PartToSign(number, part.Length)], stop))[0];
            using HttpResponseMessage response = await _http.PutAsync(url.Uri, new ByteArrayContent(part), stop);
            response.EnsureSuccessStatusCode();
            parts[number - 1] = new CompletedPart(number, response.Headers.ETag!.Tag);
        });
        await _store.Provider.CompleteMultipartUploadAsync(upload, parts, length);
    }

    [Benchmark]
    public Task PresignedMultipart() => _uploader.UploadFileAsync(_path, new UploadTarget(BenchmarkStore.Bucket, "presigned-multipart"));
}
