using BenchmarkDotNet.Attributes;
using PresignedMultipart.Checksums;
using PresignedMultipart.Parts;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Benchmarks;

/// <summary>The body of one part of 16 MiB, from a file in the page cache to nowhere. The baseline is what .NET has for it: a stream's own content.</summary>
[MemoryDiagnoser]
public class PartContentBenchmarks
{
    private const int Length = 16 << 20;


    private readonly MemoryBudget _memory = new(128 << 20, TimeProvider.System);
    private readonly PartChecksum _sum = PartChecksum.Create(ChecksumAlgorithm.Crc64Nvme)!;
    private string _path = null!;
    private PartSource _source = null!;
    private PartPlan _plan = null!;
    private PartTally _tally = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _path = await BenchmarkStore.CreateFileAsync(Length);
        _source = await FilePartSource.OpenAsync(_path, _memory, CancellationToken.None);
        _plan = PartPlan.Create(Length, new MultipartUploadOptions(), PresignedUrlProviderCapabilities.All);
        _tally = new PartTally(new ProgressTally(_plan, TimeProvider.System));
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _source.DisposeAsync();
        _sum.Dispose();
        _memory.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public async Task StreamContent()
    {
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var content = new StreamContent(file, MemoryBudget.FileBlockSize);
        await content.CopyToAsync(Stream.Null);
    }

    [Benchmark]
    public Task PartContent() => CopyAsync(sum: null);

    [Benchmark]
    public Task PartContentWithItsSum() => CopyAsync(_sum);

    private async Task CopyAsync(PartChecksum? sum)
    {
        var part = new Part(1, 0, Length);
        using PartBody body = await _source.OpenAsync(part, CancellationToken.None);
        using var stall = new StallGuard(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        using var sending = new PartSending(_tally, Length, CancellationToken.None);
        using var content = new PartContent(body, Length, sending, stall, bandwidth: null, sum);
        await content.CopyToAsync(Stream.Null);
    }
}
