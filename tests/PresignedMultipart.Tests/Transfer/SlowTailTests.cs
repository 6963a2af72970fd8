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

    [Theory]
    [InlineData(499, true)]
    [InlineData(500, false)]
    public void A_part_lags_when_it_was_less_than_half_as_fast_while_the_others_were_on_the_way(int bytes, bool lags)
    {
        PartSending slow = Send(bytes);
        FinishAll(7, after: 10);

        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(lags, _tail.TryClaim(slow));
    }

    [Theory]
    [InlineData(799, true)]
    [InlineData(800, false)]
    public void A_part_of_which_the_rest_takes_no_longer_than_all_of_a_new_one_is_not_worth_it(int bytes, bool isWorthIt)
    {
        PartSending slow = Send(bytes: 100);
        FinishAll(7, after: 10);
        _time.Advance(TimeSpan.FromSeconds(30));

        slow.Took(bytes - 100);

        Assert.Equal(isWorthIt, _tail.TryClaim(slow));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5.1, true)]
    public void A_part_is_judged_when_others_were_under_way_beside_it_for_more_than_half_a_part(double seconds, bool isJudged)
    {
        FinishAll(5, after: 10 - seconds, then: () => Send(bytes: 0), andAfter: seconds);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(isJudged, _tail.TryClaim(_sendings[^1]));
    }

    [Fact]
    public void A_part_is_measured_by_the_median_of_the_others_in_whatever_order_they_were_done()
    {
        PartSending slow = Send(bytes: 10);
        FinishAll(1, after: 10);
        FinishAll(2, after: 2);
        FinishAll(1, after: 10);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(_tail.TryClaim(slow));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_tail.TryClaim(slow));
    }

    [Theory]
    [InlineData(33, 100, 32, 1, false)] // the median of the last 64 is 100 s, of 63 it would be 1 s
    [InlineData(33, 1, 32, 100, false)] // and here of 65
    [InlineData(100, 100, 33, 1, true)]
    public void A_part_is_measured_by_the_64_that_were_done_last(int first, double seconds, int last, double secondsAtLast, bool lags)
    {
        PartSending slow = Send(bytes: 1);
        FinishAll(first, after: seconds);
        FinishAll(last, after: secondsAtLast);

        Assert.Equal(lags, _tail.TryClaim(slow));
    }

    [Fact]
    public void One_other_that_is_done_meanwhile_is_no_witness_but_two_are()
    {
        FinishAll(5, after: 10);
        PartSending slow = Send(bytes: 10);
        FinishAll(1, after: 10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_tail.TryClaim(slow));

        FinishAll(1, after: 0);

        Assert.True(_tail.TryClaim(slow));
    }

    [Fact]
    public void Parts_that_failed_are_no_measure()
    {
        PartSending slow = Send(bytes: 10);
        PartSending[] others = [.. Enumerable.Range(0, 7).Select(_ => Send(bytes: Length))];
        _time.Advance(TimeSpan.FromSeconds(10));
        Array.ForEach(others, other => _tail.Leave(other, acknowledged: false));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_tail.TryClaim(slow));
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
    public async Task It_is_looked_at_every_second_until_it_lags()
    {
        PartSending slow = Send(bytes: 100);
        Task<bool> worth = _tail.IsWorthAnotherAsync(slow, new TaskCompletionSource().Task);
        FinishAll(7, after: 10);
        _tally.Ended(8 * Length, 8);

        for (int second = 10; second < 30; second++)
        {
            while (_time.Waiting.Count == 0 && !worth.IsCompleted)
            {
                await Task.Yield();
            }

            Assert.False(worth.IsCompleted);
            Assert.Equal([TimeSpan.FromSeconds(1)], _time.Waiting);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await worth);
    }

    [Fact]
    public async Task Of_so_few_parts_that_none_can_lag_none_is_looked_at()
    {
        Task<bool> worth = _tail.IsWorthAnotherAsync(Send(bytes: 100), new TaskCompletionSource().Task);

        _tally.Ended(4 * Length, 4);

        Assert.False(await worth);
    }

    [Fact]
    public async Task Who_is_done_before_every_part_is_under_way_needs_no_other() =>
        Assert.False(await _tail.IsWorthAnotherAsync(Send(bytes: 100), Task.CompletedTask));

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
