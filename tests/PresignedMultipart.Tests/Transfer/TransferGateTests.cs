using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class TransferGateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Who_comes_first_goes_first()
    {
        var gate = new TransferGate(ConcurrencyController.Fixed(1), _time);
        await gate.EnterAsync(default);
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(default).AsTask())];

        foreach (Task next in waiting)
        {
            Assert.False(next.IsCompleted);
            gate.Leave();
            await next;
        }
    }

    [Fact]
    public async Task Who_is_cancelled_does_not_hold_up_those_behind()
    {
        var gate = new TransferGate(ConcurrencyController.Fixed(1), _time);
        using var cancellation = new CancellationTokenSource();
        await gate.EnterAsync(default);
        Task first = gate.EnterAsync(cancellation.Token).AsTask();
        Task second = gate.EnterAsync(default).AsTask();

        await cancellation.CancelAsync();
        gate.Leave();

        await second;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task When_more_are_allowed_those_who_wait_go_on_at_once()
    {
        var gate = new TransferGate(ConcurrencyController.Adaptive(32), _time);
        await EnterAsync(gate, 8);
        Task[] waiting = [.. Enumerable.Range(0, 40).Select(_ => gate.EnterAsync(default).AsTask())];

        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 8; i++)
        {
            gate.Acknowledge(1 << 20);
        }

        Assert.Equal(32, gate.Limit);
        await Task.WhenAll(waiting[..24]);
        Assert.All(waiting[24..], one => Assert.False(one.IsCompleted));
    }

    [Fact]
    public async Task When_fewer_are_allowed_those_on_the_way_end_and_nobody_takes_their_place()
    {
        var gate = new TransferGate(ConcurrencyController.Adaptive(8), _time);
        await EnterAsync(gate, 8);
        Task next = gate.EnterAsync(default).AsTask();

        gate.Refuse(gate.Generation);
        Assert.Equal(4, gate.Limit);
        for (int i = 0; i < 4; i++)
        {
            gate.Leave();
        }

        Assert.False(next.IsCompleted);
        gate.Leave();
        await next;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_halves_the_number_takes_places_away(bool lines)
    {
        var gate = new TransferGate(ConcurrencyController.Adaptive(8), _time);
        await EnterAsync(gate, 8);
        int generation = gate.Generation;

        for (int i = 0; i < 2; i++)
        {
            (lines ? (Action<int>)gate.FailLine : gate.Refuse)(generation);
        }

        for (int i = 0; i < 8; i++)
        {
            gate.Leave();
        }

        Task[] next = [.. Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(default).AsTask())];
        Assert.Equal([true, true, true, true, false], next.Select(one => one.IsCompleted));
    }

    [Fact]
    public async Task Who_has_left_does_not_count_as_on_the_way()
    {
        var gate = new TransferGate(ConcurrencyController.Adaptive(32), _time);
        await EnterAsync(gate, 8);
        for (int i = 0; i < 8; i++)
        {
            gate.Leave();
        }

        await EnterAsync(gate, 6);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 8; i++)
        {
            gate.Acknowledge(1 << 20);
        }

        // A round with 6 of 8 says nothing.
        Assert.Equal(8, gate.Limit);
    }

    private static async Task EnterAsync(TransferGate gate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await gate.EnterAsync(default);
        }
    }
}
