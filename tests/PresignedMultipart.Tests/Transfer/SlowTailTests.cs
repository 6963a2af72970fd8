using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Parts of 1,000 bytes of which each takes 10 s, but for what a test says.</summary>
public sealed class SlowTailTests : IDisposable
{
    private const int Length = 1_000;

    private readonly ManualTime _time = new();
    private readonly ProgressTally _tally;
    private readonly SlowTail _tail;
    private readonly List<PartSending> _sendings = [];

    public SlowTailTests()
    {
        _tally = new ProgressTally(PartPlan.Create(100 << 20, new MultipartUploadOptions(), PresignedUrlProviderCapabilities.All), _time);
        _tail = new SlowTail(_tally, _time);
    }

    public void Dispose() => _sendings.ForEach(sending => sending.Dispose());

    [Fact]
    public void A_part_that_lags_far_behind_its_fellows_is_worth_another_sending()
    {
        PartSending slow = Send(bytes: 100);
        FinishAll(7, after: 10);

        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(_tail.TryClaim(slow));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_tail.TryClaim(slow));
    }

    [Fact]
    public void A_part_that_slowed_down_when_the_others_were_done_is_not_because_everything_may_be_slow()
    {
        PartSending unlucky = Send(bytes: 900);
        FinishAll(7, after: 10);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(_tail.TryClaim(unlucky));
    }

    [Fact]
    public void When_everything_slows_down_nothing_is_sent_twice()
    {
        FinishAll(7, after: 10);
        PartSending[] all = [.. Enumerable.Range(0, 8).Select(_ => Send(bytes: 10))];

        _time.Advance(TimeSpan.FromHours(1));

        Assert.All(all, slow => Assert.False(_tail.TryClaim(slow)));
    }

    [Fact]
    public void A_part_that_has_just_begun_when_the_others_are_done_is_not_judged_by_that()
    {
        FinishAll(5, after: 6, then: () => Send(bytes: 0), andAfter: 4);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_tail.TryClaim(_sendings[^1]));
    }

    [Theory]
    [InlineData(960)]
    [InlineData(1_000)]
    public void A_part_that_is_nearly_through_is_not(int bytes)
    {
        PartSending slow = Send(bytes: 100);
        FinishAll(7, after: 10);
        _time.Advance(TimeSpan.FromSeconds(25));
        slow.Took(bytes - 100);

        Assert.False(_tail.TryClaim(slow));
    }

    [Fact]
    public void Of_few_parts_none_is()
    {
        PartSending slow = Send(bytes: 100);
        FinishAll(3, after: 10);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_tail.TryClaim(slow));
    }

    [Fact]
    public void A_lag_of_less_than_two_seconds_is_not_worth_it()
    {
        PartSending slow = Send(bytes: 100);
        FinishAll(7, after: 0.1);

        _time.Advance(TimeSpan.FromSeconds(1.8));
        Assert.False(_tail.TryClaim(slow));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_tail.TryClaim(slow));
    }

    [Fact]
    public void What_is_sent_twice_is_one_part_or_a_tenth_of_what_is_stored()
    {
        PartSending[] slow = [Send(bytes: 10), Send(bytes: 10), Send(bytes: 10)];
        FinishAll(19, after: 10);
        _time.Advance(TimeSpan.FromMinutes(1));

        // 19 parts are stored.
        Assert.True(_tail.TryClaim(slow[0]));
        Assert.False(_tail.TryClaim(slow[1]));
        FinishAll(1, after: 0);
        Assert.True(_tail.TryClaim(slow[1]));
        Assert.False(_tail.TryClaim(slow[2]));
    }

    [Fact]
    public async Task Nothing_is_judged_before_every_part_is_under_way()
    {
        PartSending slow = Send(bytes: 100);
        var sent = new TaskCompletionSource();
        Task<bool> worth = _tail.IsWorthAnotherAsync(slow, sent.Task);
        FinishAll(7, after: 10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(worth.IsCompleted);

        _tally.Ended(8 * Length, 8);

        Assert.True(await worth);
    }

    [Fact]
    public async Task Who_is_done_first_needs_no_other()
    {
        PartSending slow = Send(bytes: 100);
        var sent = new TaskCompletionSource();
        Task<bool> worth = _tail.IsWorthAnotherAsync(slow, sent.Task);
        FinishAll(7, after: 10);
        _tally.Ended(8 * Length, 8);

        sent.SetResult();

        Assert.False(await worth);
    }

    private PartSending Send(int bytes)
    {
        var sending = new PartSending(new PartTally(_tally), Length, default);
        _sendings.Add(sending);
        _tail.Enter(sending);
        sending.Starts();
        sending.Took(bytes);
        return sending;
    }

    private void FinishAll(int count, double after, Action? then = null, double andAfter = 0)
    {
        PartSending[] all = [.. Enumerable.Range(0, count).Select(_ => Send(bytes: Length))];
        _time.Advance(TimeSpan.FromSeconds(after));
        then?.Invoke();
        _time.Advance(TimeSpan.FromSeconds(andAfter));
        foreach (PartSending sending in all)
        {
            _tally.Acknowledged(new Part(1, 0, Length));
            _tail.Leave(sending, acknowledged: true);
        }
    }
}
