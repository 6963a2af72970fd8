using System.Runtime.CompilerServices;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class PartPipelineTests
{
    private readonly TransferGate _gate = new(ConcurrencyController.Fixed(3), new ManualTime());
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sending;
    private int _taken;

    [Fact]
    public async Task Receipts_come_in_the_order_of_the_parts_whichever_is_sent_first()
    {
        var last = new TaskCompletionSource();

        PartReceipt[] receipts = await RunAsync(3, async (part, _) =>
        {
            if (part.Number == 3)
            {
                last.SetResult();
            }

            await last.Task;
            return Receipt(part);
        });

        Assert.Equal([1, 2, 3], receipts.Select(receipt => receipt.Part.PartNumber));
    }

    [Fact]
    public async Task One_part_more_is_taken_from_the_source_than_are_sent()
    {
        Task<PartReceipt[]> run = RunAsync(10, SendWhenToldAsync);
        while (_sending < 3 || _taken < 4)
        {
            await Task.Yield();
        }

        Assert.Equal((3, 4), (_sending, _taken));
        _go.SetResult();
        Assert.Equal(10, (await run).Length);
    }

    [Fact]
    public async Task The_first_failure_is_thrown_when_nothing_runs_any_more()
    {
        var first = new InvalidOperationException();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(10, async (part, stop) =>
        {
            if (part.Number == 2)
            {
                while (Volatile.Read(ref _sending) < 2)
                {
                    await Task.Yield();
                }

                throw first;
            }

            return await SendWhenToldAsync(part, stop);
        }));

        Assert.Same(first, thrown);
        Assert.Equal(0, _sending);
        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task What_the_source_throws_stops_what_is_sent()
    {
        await Assert.ThrowsAsync<PartSourceException>(() => RunAsync(3, SendWhenToldAsync, failAfter: 2));

        Assert.Equal(0, _sending);
        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task Cancelled_it_throws_for_the_callers_token_when_nothing_runs_any_more()
    {
        using var cancellation = new CancellationTokenSource();
        Task<PartReceipt[]> run = RunAsync(10, SendWhenToldAsync, cancellationToken: cancellation.Token);
        while (_sending < 3)
        {
            await Task.Yield();
        }

        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run)).CancellationToken);
        Assert.Equal(0, _sending);
        await AssertAllSlotsAreFreeAsync();
    }

    private Task<PartReceipt[]> RunAsync(int count, Func<Part, CancellationToken, Task<PartReceipt>> send, int failAfter = int.MaxValue, CancellationToken cancellationToken = default) =>
        new PartPipeline(send, _gate, new UploadControl()).RunAsync(PartsAsync(count, failAfter, CancellationToken.None), cancellationToken);

    private async Task<PartReceipt> SendWhenToldAsync(Part part, CancellationToken stop)
    {
        Interlocked.Increment(ref _sending);
        try
        {
            await _go.Task.WaitAsync(stop);
            return Receipt(part);
        }
        finally
        {
            Interlocked.Decrement(ref _sending);
        }
    }

    private async IAsyncEnumerable<Part> PartsAsync(int count, int failAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int number = 1; number <= count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            Interlocked.Increment(ref _taken);
            yield return number > failAfter ? throw new PartSourceException(new IOException()) : new Part(number, number - 1, 1);
        }
    }

    private async Task AssertAllSlotsAreFreeAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            ValueTask entered = _gate.EnterAsync(default);
            Assert.True(entered.IsCompleted);
            await entered;
        }
    }

    private static PartReceipt Receipt(Part part) => new(new CompletedPart(part.Number, "etag"), part.Length, null, IsChecksumSigned: false, IsChecksumConfirmed: false);
}
