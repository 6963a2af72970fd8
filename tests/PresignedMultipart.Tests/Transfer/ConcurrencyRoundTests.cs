using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What is decided at the end of a round, at the very edges of the rules in docs/concurrency.md.</summary>
public class ConcurrencyRoundTests
{
    private readonly ControlledRounds _rounds = new(most: 64);

    [Fact]
    public void A_round_takes_100_ms_at_least()
    {
        Assert.Equal(8, _rounds.Play(100, seconds: 0.0999));

        _rounds.Pass(0.0001);
        _rounds.Acknowledge(1);
        Assert.Equal(16, _rounds.Limit);
    }

    [Fact]
    public void A_round_takes_as_many_acknowledgements_as_may_be_on_the_way()
    {
        _rounds.Bring(8);
        _rounds.Pass(0.125);
        _rounds.Acknowledge(7);
        Assert.Equal(8, _rounds.Limit);

        _rounds.Acknowledge(1);
        Assert.Equal(16, _rounds.Limit);
    }

    [Theory]
    [InlineData(0.2, 16)]
    [InlineData(0.2001, 32)]
    public void Where_a_request_takes_more_than_200_ms_the_first_steps_are_four_times_as_many_instead_of_twice(double seconds, int limit) =>
        Assert.Equal(limit, _rounds.Play(100, seconds));

    [Theory]
    [InlineData(0.2, 8)]
    [InlineData(0.2001, 32)]
    public void The_very_first_round_counts_only_where_a_request_takes_more_than_200_ms(double seconds, int limit)
    {
        var rounds = new ControlledRounds(most: 64, isNew: true);

        Assert.Equal(limit, rounds.Play(100, seconds));
        Assert.Equal(limit == 8 ? 16 : 64, rounds.Play(400));
    }

    [Theory]
    [InlineData(150, 32)] // kept, and the next step is made at once
    [InlineData(149.5, 24)] // to the knee, which is 12, and twice as many from there
    public void Twice_as_many_are_kept_when_they_bring_half_as_much_again(double rate, int limit)
    {
        _rounds.Play(100);

        Assert.Equal(limit, _rounds.Play(rate));
    }

    [Theory]
    [InlineData(125, 10)]
    [InlineData(125.5, 20)]
    public void A_gain_of_more_than_a_quarter_that_is_not_enough_is_tried_once_more_from_the_knee(double rate, int limit)
    {
        _rounds.Play(100);

        Assert.Equal(limit, _rounds.Play(rate));
    }

    [Fact]
    public void A_first_step_that_costs_leads_back_to_where_it_began()
    {
        _rounds.Play(100);

        Assert.Equal(8, _rounds.Play(50));
    }

    [Fact]
    public void A_request_counts_256_KiB_more_than_it_carries()
    {
        // 16 requests are worth half as much again as 8 of 1 MiB were: 16 (b + w) = 1.5 * 8 (2^20 + w).
        const long Worth = (3 * (1 << 20) / 4) - (256 * 1024 / 4);
        var less = new ControlledRounds(most: 64);
        _rounds.PlayRequestsOf(1 << 20);
        less.PlayRequestsOf(1 << 20);

        Assert.Equal(32, _rounds.PlayRequestsOf(Worth));
        Assert.Equal(24, less.PlayRequestsOf(Worth - 1));
    }

    [Fact]
    public void What_does_not_pay_is_tried_again_after_4_rounds_then_after_8_16_and_32()
    {
        List<int> rests = [0];
        foreach (int limit in _rounds.Play(100, _ => 100))
        {
            if (limit == 8)
            {
                rests[^1]++;
            }
            else
            {
                rests.Add(0);
            }
        }

        Assert.Equal([1, 4, 8, 16, 32, 32], rests[..6]);
    }

    [Fact]
    public void Beyond_the_start_it_probes_a_quarter_fewer_and_a_quarter_more_in_turn()
    {
        // 16 is the knee: fewer cost, more bring nothing.
        int[] limits = _rounds.Play(90, limit => 12.5 * Math.Min(limit, 16));

        Assert.Equal([8, 32, 12, 20, 12, 20], limits.Where(limit => limit != 16));
    }

    [Theory]
    [InlineData(168.5, 8)]
    [InlineData(169, 12)] // kept, and the next step is made at once
    public void A_probe_is_measured_by_what_the_last_rounds_brought_and_the_latest_most(double rate, int limit)
    {
        BeginInVain();
        _rounds.Play(3, _ => 100);
        Assert.Equal(10, _rounds.Play(200));

        // 150, and an eighth of it, half of a quarter more.
        Assert.Equal(limit, _rounds.Play(rate));
    }

    [Fact]
    public void A_bad_round_of_a_step_that_is_taken_back_does_not_lower_what_the_next_is_measured_by()
    {
        _rounds.Play(100);
        _rounds.Play(25);
        _rounds.Play(4, _ => 100);
        Assert.Equal(10, _rounds.Limit);

        Assert.Equal(8, _rounds.Play(112));
    }

    [Fact]
    public void What_is_found_at_the_knee_is_what_the_next_probe_is_measured_by()
    {
        _rounds.Play(100);
        Assert.Equal(10, _rounds.Play(125));
        _rounds.Play(4, _ => 125);
        Assert.Equal(8, _rounds.Limit);

        // More than 2 % less than 125, so that it goes back for 8 rounds.
        _rounds.Play(122);

        Assert.All(_rounds.Play(8, _ => 125), limit => Assert.Equal(10, limit));
    }

    [Theory]
    [InlineData(196, 9)] // kept, and another quarter at once
    [InlineData(195.5, 16)]
    public void Fewer_are_kept_when_they_cost_two_percent_at_most(double rate, int limit)
    {
        var rounds = new ControlledRounds(most: 16);
        rounds.Play(100);
        Assert.Equal([16, 16, 16, 16, 16], rounds.Play(5, _ => 200));
        Assert.Equal(12, rounds.Limit);

        Assert.Equal(limit, rounds.Play(rate));
    }

    [Fact]
    public void Where_the_most_pays_after_all_it_is_not_left_for_long()
    {
        var rounds = new ControlledRounds(most: 10);
        rounds.Play(1 + 1 + 4 + 1 + 8, _ => 100);
        Assert.Equal(10, rounds.Limit);

        Assert.Equal([10, 10, 10, 10, 10, 8], rounds.Play(6, _ => 125));
    }

    [Theory]
    [InlineData(8, 10)]
    [InlineData(7, 8)]
    public void A_round_with_less_than_four_fifths_of_the_allowed_on_the_way_says_nothing(int inFlight, int limit)
    {
        var rounds = new ControlledRounds(most: 10);
        rounds.Play(100);
        Assert.Equal(10, rounds.Play(200, inFlight: inFlight));

        // What was judged already is kept; what was not is judged by this.
        Assert.Equal(limit, rounds.Play(100));
    }

    [Theory]
    [InlineData(11, 118.5, 9)] // to the knee
    [InlineData(11, 119, 14)] // more than half of what 11 could bring: kept, and as many as may be tried at once
    [InlineData(8, 400, 8)]
    [InlineData(6, 400, 8)]
    public void After_two_rounds_that_a_trial_is_not_filled_what_was_on_the_way_is_what_was_tried(int inFlight, double rate, int limit)
    {
        var rounds = new ControlledRounds(most: 14);
        rounds.Play(100);

        Assert.Equal(14, rounds.Play(rate, inFlight: inFlight));
        Assert.Equal(limit, rounds.Play(rate, inFlight: inFlight));
    }

    [Fact]
    public void After_an_idle_time_nobody_counts_as_on_the_way() => Assert.Equal(8, _rounds.Play(100, inFlight: 6));

    [Fact]
    public void What_was_before_an_idle_time_does_not_count()
    {
        _rounds.Bring(8);
        _rounds.Pass(0.05);
        _rounds.Acknowledge(7);
        _rounds.Bring(0);
        _rounds.Pass(3_600);

        _rounds.Bring(8);
        _rounds.Acknowledge(1);
        Assert.Equal(8, _rounds.Limit);

        _rounds.Pass(0.125);
        _rounds.Acknowledge(7);
        Assert.Equal(16, _rounds.Limit);
    }

    [Fact]
    public void Who_comes_late_counts_from_then_on()
    {
        _rounds.Bring(4);
        _rounds.Pass(0.2);
        _rounds.Bring(8);
        _rounds.Pass(0.2);
        _rounds.Acknowledge(8);

        Assert.Equal(8, _rounds.Limit);
    }

    [Fact]
    public void Who_left_early_counts_until_then()
    {
        _rounds.Bring(8);
        _rounds.Pass(0.375);
        _rounds.Bring(4);
        _rounds.Pass(0.025);
        _rounds.Acknowledge(8);

        Assert.Equal(32, _rounds.Limit);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(7, 8)]
    public void A_quiet_time_in_which_something_is_on_the_way_is_no_idle_time(int early, int late)
    {
        _rounds.Bring(early);
        _rounds.Pass(0.2);
        _rounds.Bring(late);
        _rounds.Pass(9.8);
        _rounds.Acknowledge(8);

        Assert.Equal(32, _rounds.Limit);
    }

    [Fact]
    public void After_a_refusal_it_grows_back_by_one_a_round_to_8_and_then_by_what_pays()
    {
        _rounds.Refuse(_rounds.Generation);

        Assert.Equal([4, 5, 6, 7, 8, 10, 8, 8, 8, 8, 10], _rounds.Play(11, _ => 100));
    }

    [Fact]
    public void After_a_refusal_of_many_it_probes_after_one_round_and_by_what_half_of_them_bring()
    {
        BeginWith64();

        _rounds.Refuse(_rounds.Generation);

        Assert.Equal([32, 40, 32, 32, 32, 32, 24], _rounds.Play(7, limit => Math.Min(limit, 32)));
    }

    [Fact]
    public void After_a_refusal_in_the_midst_of_a_trial_the_next_one_is_with_more()
    {
        // 32 is the knee. First while 64 are tried, then while 24 are.
        foreach ((int rounds, int tried, int halved, int next) in new[] { (3, 64, 32, 40), (8, 24, 12, 15) })
        {
            var controlled = new ControlledRounds(most: 64);
            controlled.Play(rounds, limit => Math.Min(limit, 32));
            Assert.Equal(tried, controlled.Limit);

            controlled.Refuse(controlled.Generation);

            Assert.Equal([halved, next], controlled.Play(2, limit => limit));
        }
    }

    [Fact]
    public void What_was_acknowledged_before_a_refusal_is_not_of_the_round_after_it()
    {
        _rounds.Bring(8);
        _rounds.Pass(0.125);
        _rounds.Acknowledge(7);

        _rounds.Refuse(_rounds.Generation);
        _rounds.Acknowledge(1);
        Assert.Equal(4, _rounds.Limit);

        _rounds.Pass(0.125);
        _rounds.Acknowledge(3);
        Assert.Equal(5, _rounds.Limit);
    }

    [Fact]
    public void A_quarter_of_the_lines_have_to_break_and_two_at_least()
    {
        BeginWith64();

        foreach ((int tooFew, int halved) in new[] { (15, 32), (7, 16), (3, 8), (1, 4), (1, 2) })
        {
            int before = _rounds.Limit;
            _rounds.BreakLines(tooFew, _rounds.Generation);
            Assert.Equal(before, _rounds.Limit);

            _rounds.BreakLines(1, _rounds.Generation);
            Assert.Equal(halved, _rounds.Limit);
        }
    }

    [Fact]
    public void Lines_that_were_made_before_a_halving_do_not_halve_again()
    {
        int before = _rounds.Generation;
        _rounds.Refuse(before);

        _rounds.BreakLines(4, before);

        Assert.Equal(4, _rounds.Limit);
    }

    [Fact]
    public void A_round_with_a_broken_line_says_nothing()
    {
        _rounds.Play(100);
        _rounds.BreakLines(1, _rounds.Generation);
        Assert.Equal(16, _rounds.Play(200));

        Assert.Equal(8, _rounds.Play(100));
    }

    private void BeginInVain()
    {
        _rounds.Play(100);
        Assert.Equal(8, _rounds.Play(100));
    }

    private void BeginWith64()
    {
        Assert.Equal([8, 16, 32, 64], _rounds.Play(4, limit => limit * 12.5));
        Assert.Equal(64, _rounds.Limit);
    }
}
