using System.Buffers;
using BenchmarkDotNet.Attributes;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Benchmarks;

/// <summary>The blocks of one part of 10 MiB, rented one after the other and returned together. The baseline is the pool that .NET shares.</summary>
[MemoryDiagnoser]
public class BlockPoolBenchmarks
{
    private const int Blocks = (10 << 20) / MemoryBudget.PartBlockSize;

    private readonly BlockPool _pool = new(MemoryBudget.PartBlockSize, TimeProvider.System);
    private readonly byte[][] _arrays = new byte[Blocks][];
    private readonly MemoryBlock[] _blocks = new MemoryBlock[Blocks];

    [GlobalCleanup]
    public void CleanUp() => _pool.Dispose();

    [Benchmark(Baseline = true)]
    public void ArrayPoolShared()
    {
        for (int i = 0; i < Blocks; i++)
        {
            _arrays[i] = ArrayPool<byte>.Shared.Rent(MemoryBudget.PartBlockSize);
        }

        foreach (byte[] block in _arrays)
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    [Benchmark]
    public void OurPool()
    {
        for (int i = 0; i < Blocks; i++)
        {
            _blocks[i] = _pool.Rent();
        }

        foreach (MemoryBlock block in _blocks)
        {
            _pool.Return(block);
        }
    }
}
