using PresignedMultipart.Parts;

namespace PresignedMultipart.Tests.Parts;

public class FifoQuotaTests
{
    private readonly FifoQuota _quota = new(10);

    [Fact]
    public async Task What_is_there_is_given_at_once_and_what_is_not_when_it_comes_back()
    {
        await _quota.TakeAsync(8, default);
        Task waiting = _quota.TakeAsync(4, default).AsTask();
        Assert.False(waiting.IsCompleted);

        _quota.Give(1);
        Assert.False(waiting.IsCompleted);

        _quota.Give(1);
        await waiting;
    }

    [Fact]
    public async Task A_large_request_is_not_overtaken_by_small_ones()
    {
        await _quota.TakeAsync(5, default);
        Task large = _quota.TakeAsync(10, default).AsTask();
        Task small = _quota.TakeAsync(1, default).AsTask();
        Assert.False(small.IsCompleted);

        _quota.Give(5);
        await large;
        Assert.False(small.IsCompleted);

        _quota.Give(10);
        await small;
    }

    [Fact]
    public async Task Those_behind_a_cancelled_request_are_served_without_anything_coming_back()
    {
        using var cancellation = new CancellationTokenSource();
        await _quota.TakeAsync(5, default);
        Task cancelled = _quota.TakeAsync(10, cancellation.Token).AsTask();
        Task behind = _quota.TakeAsync(5, default).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await behind;
    }
}
