using System.Net;
using System.Net.Http.Headers;
using BenchmarkDotNet.Attributes;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// A whole upload of 256 MiB without a network and without a signer: a handler in the process takes the bytes, so what is measured is the
/// engine alone. The baseline copies the file to nowhere, block by block.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const long Length = 256 << 20;

    private readonly TakeAll _storage = new();
    private string _path = null!;
    private MultipartUploader _uploader = null!;
    private MultipartUploader _withoutSum = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = await BenchmarkStore.CreateFileAsync(Length);
        _uploader = new MultipartUploader(new UnsignedUrls(), httpHandler: _storage);
        _withoutSum = new MultipartUploader(new UnsignedUrls(), new MultipartUploadOptions { Checksum = ChecksumAlgorithm.None }, _storage);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _uploader.Dispose();
        _withoutSum.Dispose();
        _storage.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public async Task Copy()
    {
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await file.CopyToAsync(Stream.Null, 128 << 10);
    }

    [Benchmark]
    public Task UploadWithoutSum() => _withoutSum.UploadFileAsync(_path, new UploadTarget("bucket", "key"));

    [Benchmark]
    public Task Upload() => _uploader.UploadFileAsync(_path, new UploadTarget("bucket", "key"));

    private sealed class TakeAll : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Headers = { ETag = new EntityTagHeaderValue("\"0\"") } };
        }
    }

    private sealed class UnsignedUrls : IPresignedUrlProvider
    {
        public PresignedUrlProviderCapabilities Capabilities => PresignedUrlProviderCapabilities.PresignBatch;

        public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default) =>
            Task.FromResult(new MultipartUpload(target, "upload"));

        public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<PresignedUrl>>([.. parts.Select(part => new PresignedUrl(FormattableString.Invariant($"http://storage/bucket/key?partNumber={part.PartNumber}")))]);

        public Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new StoredObject { ETag = "\"0\"" });

        public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
