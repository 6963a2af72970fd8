using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class StorageClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new();
    private readonly StorageClock _clock;

    public StorageClockTests() => _clock = new StorageClock(_time);

    [Fact]
    public void Before_an_answer_nothing_is_known_and_nothing_has_expired()
    {
        Assert.Null(_clock.Now);
        Assert.False(_clock.HasExpired(Until(Noon - TimeSpan.FromDays(1_000))));
    }

    [Fact]
    public void It_is_learnt_from_an_answer_and_goes_on_by_this_machines_timer()
    {
        _clock.Learn(Noon);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(Noon + TimeSpan.FromMinutes(2), _clock.Now);
    }

    [Theory]
    [InlineData(-59, 0)]
    [InlineData(-60, 0)]
    [InlineData(-61, -61)]
    [InlineData(1, 1)]
    [InlineData(3_600, 3_600)]
    [InlineData(-3_600, -3_600)]
    public void The_latest_answer_counts_unless_it_is_a_little_older(int laterBySeconds, int expectedSeconds)
    {
        _clock.Learn(Noon);
        _clock.Learn(Noon + TimeSpan.FromSeconds(laterBySeconds));

        Assert.Equal(Noon + TimeSpan.FromSeconds(expectedSeconds), _clock.Now);
    }

    [Fact]
    public void An_answer_is_compared_with_what_time_it_is_by_then_and_runs_on_from_when_it_came()
    {
        _clock.Learn(Noon);
        _time.Advance(TimeSpan.FromMinutes(10));

        _clock.Learn(Noon + TimeSpan.FromMinutes(11));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Noon + TimeSpan.FromMinutes(12), _clock.Now);

        // A minute and a half behind.
        _clock.Learn(Noon + TimeSpan.FromMinutes(10.5));
        Assert.Equal(Noon + TimeSpan.FromMinutes(10.5), _clock.Now);
    }

    [Fact]
    public void An_answer_that_was_long_on_its_way_does_not_set_it_back()
    {
        _clock.Learn(Noon);
        _time.Advance(TimeSpan.FromMinutes(10));

        _clock.Learn(Noon + TimeSpan.FromMinutes(9.5));

        Assert.Equal(Noon + TimeSpan.FromMinutes(10), _clock.Now);
    }

    [Fact]
    public void A_url_that_says_nothing_of_its_end_has_not_expired()
    {
        _clock.Learn(Noon);

        Assert.False(_clock.HasExpired(new PresignedUrl("https://host/b/k")));
    }

    [Fact]
    public void An_answer_without_a_date_teaches_nothing()
    {
        _clock.Learn(Noon);
        _clock.Learn(null);

        Assert.Equal(Noon, _clock.Now);
    }

    [Theory]
    [InlineData(6, 5, false)]
    [InlineData(5, 5, true)]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    public void A_url_has_expired_when_no_more_than_the_margin_is_left(int left, int margin, bool expired)
    {
        _clock.Learn(Noon);

        Assert.Equal(expired, _clock.HasExpired(Until(Noon + TimeSpan.FromSeconds(left)), TimeSpan.FromSeconds(margin)));
    }

    private static PresignedUrl Until(DateTimeOffset end) => new("https://host/b/k", expiresAt: end);
}
