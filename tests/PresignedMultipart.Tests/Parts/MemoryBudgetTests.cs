using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Parts;

public sealed class MemoryBudgetTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MemoryBudget _budget;

    public MemoryBudgetTests() => _budget = new MemoryBudget(25 * MiB, _time);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public async Task Bytes_are_counted_as_they_are_held_and_not_as_they_are_reserved()
    {
        using PartBuffer part = await _budget.ReservePartAsync(PartSize, default);
        Assert.Equal(0, _budget.RentedBytes);

        Fill(part, MemoryBudget.PartBlockSize + 1);
        Assert.Equal(2 * MemoryBudget.PartBlockSize, _budget.RentedBytes);
    }

    [Fact]
    public async Task A_part_that_ends_early_gives_back_what_it_did_not_need()
    {
        using PartBuffer part = await _budget.ReservePartAsync(_budget.PartMemory, default);
        Task<PartBuffer> waiting = _budget.ReservePartAsync(PartSize, default).AsTask();
        Fill(part, 10);
        Assert.False(waiting.IsCompleted);

        part.EndHere();

        (await waiting).Dispose();
    }

    [Fact]
    public async Task A_part_that_is_disposed_twice_is_given_back_once()
    {
        PartBuffer part = await _budget.ReservePartAsync(_budget.PartMemory, default);
        part.Dispose();
        part.Dispose();

        using PartBuffer all = await _budget.ReservePartAsync(_budget.PartMemory, default);
        Assert.False(_budget.ReservePartAsync(1, default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Files_are_read_however_much_streams_hold()
    {
        using PartBuffer streams = await _budget.ReservePartAsync(_budget.PartMemory, default);

        Task<MemoryBlock> block = _budget.RentBlockAsync(default).AsTask();

        Assert.True(block.IsCompletedSuccessfully);
        _budget.ReturnBlock(await block);
    }

    [Fact]
    public async Task Two_parts_of_the_default_size_fit_into_the_smallest_memory()
    {
        using PartBuffer one = await _budget.ReservePartAsync(10 * MiB, default);
        using PartBuffer other = await _budget.ReservePartAsync(10 * MiB, default);

        Assert.True(_budget.LargestPart >= 10 * MiB);
    }

    [Fact]
    public async Task Two_of_the_largest_parts_fit_when_the_blocks_are_odd_in_number()
    {
        Assert.Equal(1, _budget.PartMemory / MemoryBudget.PartBlockSize % 2);

        using PartBuffer one = await _budget.ReservePartAsync(_budget.LargestPart, default);
        Task<PartBuffer> other = _budget.ReservePartAsync(_budget.LargestPart, default).AsTask();

        Assert.True(other.IsCompletedSuccessfully);
        (await other).Dispose();
    }

    [Fact]
    public void Blocks_that_nobody_wanted_for_a_while_are_let_go()
    {
        using var pool = new BlockPool(MemoryBudget.PartBlockSize, _time);
        MemoryBlock[] blocks = [pool.Rent(), pool.Rent(), pool.Rent()];
        Array.ForEach(blocks, pool.Return);
        Assert.Equal(3, pool.Free);

        _time.Advance(BlockPool.IdleTime / 2);
        pool.Return(pool.Rent());
        _time.Advance(BlockPool.IdleTime / 2);
        Assert.Equal(2, pool.Free);

        _time.Advance(BlockPool.IdleTime);
        Assert.Equal((0, 0, 3), (pool.Free, pool.Rented, pool.Peak));
    }

    private static void Fill(PartBuffer part, int bytes)
    {
        while (bytes > 0)
        {
            int count = Math.Min(bytes, part.Next().Length);
            part.Advance(count);
            bytes -= count;
        }
    }
}
