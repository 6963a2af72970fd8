using PresignedMultipart.Parts;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Whether everything that was taken has been given back, and nothing twice: all of it can be had at once, and no more. Gives it back.</summary>
internal static class Wholeness
{
    public static bool Of(TransferGate gate)
    {
        using var late = new CancellationTokenSource();
        var entered = new List<Task>();
        int limit = gate.Limit;
        while (entered.Count <= limit)
        {
            entered.Add(gate.EnterAsync(late.Token).AsTask());
        }

        bool isWhole = entered.Take(limit).All(one => one.IsCompletedSuccessfully) && !entered[limit].IsCompleted;
        late.Cancel();
        foreach (Task _ in entered.Where(one => one.IsCompletedSuccessfully))
        {
            gate.Leave();
        }

        return isWhole;
    }

    public static bool Of(MemoryBudget memory)
    {
        using var late = new CancellationTokenSource();
        Task<PartBuffer> all = memory.ReservePartAsync(memory.PartMemory, late.Token).AsTask();
        Task<PartBuffer> more = memory.ReservePartAsync(1, late.Token).AsTask();
        Task<MemoryBlock> block = memory.RentBlockAsync(late.Token).AsTask();
        bool isWhole = all.IsCompletedSuccessfully && !more.IsCompleted && block.IsCompletedSuccessfully;
        late.Cancel();
        if (all.IsCompletedSuccessfully)
        {
            all.Result.Dispose();
        }

        if (more.IsCompletedSuccessfully)
        {
            more.Result.Dispose();
        }

        if (block.IsCompletedSuccessfully)
        {
            memory.ReturnBlock(block.Result);
        }

        return isWhole;
    }
}
