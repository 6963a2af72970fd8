using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>How many requests are in flight, in simulated time over networks of all kinds.</summary>
public class ConcurrencyControllerTests
{
    private const double MB = 1e6;
    private const double GiB = 1 << 30;

    private readonly ConcurrencyController _controller = ConcurrencyController.Adaptive(32);

    [Fact]
    public void Where_each_line_is_slow_it_grows_to_the_most_that_is_allowed()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB };

        network.Run(1.5);
        Assert.Equal(32, _controller.Limit);

        network.Run(600);
        Assert.InRange(network.BytesAcknowledged / network.Now, 0.9 * 32 * network.BytesPerLine / (1 + (0.05 * network.BytesPerLine / network.PartLength)), double.PositiveInfinity);
    }

    [Fact]
    public void A_gigabyte_over_slow_lines_takes_little_longer_than_with_the_best_fixed_number()
    {
        double best = new SimulatedNetwork(ConcurrencyController.Fixed(32)) { BytesPerLine = 25 * MB }.Send(GiB);
        double usual = new SimulatedNetwork(ConcurrencyController.Fixed(8)) { BytesPerLine = 25 * MB }.Send(GiB);

        double adaptive = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB }.Send(GiB);

        Assert.InRange(adaptive, 0, 1.35 * best);
        Assert.InRange(adaptive, 0, 0.5 * usual);
    }

    [Theory]
    [InlineData(0.05, 125)]
    [InlineData(0.001, 125)]
    [InlineData(0.2, 12.5)]
    public void Where_the_way_is_full_it_goes_back_to_where_it_began(double latency, double megabytesPerSecond)
    {
        var network = new SimulatedNetwork(_controller) { Latency = latency, BytesInAll = megabytesPerSecond * MB };

        network.Run(600);

        Assert.InRange(_controller.Limit, 8, 10);
        Assert.InRange(TimeAbove(network, 16), 0, 60);
    }

    [Fact]
    public void A_full_way_is_used_as_well_as_with_any_fixed_number()
    {
        static SimulatedNetwork Network(ConcurrencyController controller) => new(controller) { BytesPerLine = 25 * MB, BytesInAll = 125 * MB };
        double best = new[] { 4, 8, 16, 32 }.Min(n => Network(ConcurrencyController.Fixed(n)).Send(GiB));

        Assert.InRange(Network(_controller).Send(GiB), 0, 1.05 * best);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    public void It_finds_the_knee(int knee)
    {
        var network = new SimulatedNetwork(_controller) { Latency = 0, BytesPerLine = 10 * MB, BytesInAll = knee * 10 * MB };

        network.Run(300);

        Assert.InRange(_controller.Limit, knee * 0.85, knee * 1.5);
        Assert.InRange(network.BytesAcknowledged / network.Now, 0.93 * knee * 10 * MB, double.PositiveInfinity);
    }

    [Fact]
    public void When_the_way_becomes_wider_it_follows()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, BytesInAll = 100 * MB };
        network.Run(60);
        Assert.InRange(_controller.Limit, 8, 10);

        network.BytesInAll = 1_000 * MB;
        network.Run(60);

        Assert.Equal(32, _controller.Limit);
    }

    [Fact]
    public void When_the_way_becomes_narrower_it_follows()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB };
        network.Run(60);
        Assert.InRange(_controller.Limit, 24, 32);

        network.BytesInAll = 100 * MB;
        network.Run(1_000);

        Assert.InRange(_controller.Limit, 8, 12);
    }

    [Fact]
    public void For_small_objects_requests_count_and_not_bytes()
    {
        var network = new SimulatedNetwork(_controller) { PartLength = 1_000, Latency = 0.03 };

        network.Run(3);

        Assert.Equal(32, _controller.Limit);
    }

    [Fact]
    public void A_source_that_cannot_keep_up_is_no_reason_to_grow()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, PartsPerSecond = 10 };

        network.Run(60);

        Assert.InRange(_controller.Limit, 1, 8);
    }

    [Fact]
    public void A_source_that_has_few_parts_at_once_does_not_keep_a_trial_open_that_it_cannot_fill()
    {
        var network = new SimulatedNetwork(_controller) { BytesInAll = 125 * MB, MostParts = 11 };

        network.Run(600);

        Assert.InRange(TimeAbove(network, 8), 0, 200);
    }

    [Fact]
    public void Where_each_line_is_slow_all_parts_that_a_source_has_are_on_the_way()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, MostParts = 11 };

        network.Run(600);

        Assert.InRange(TimeAbove(network, 10), 590, 600);
    }

    [Fact]
    public void That_the_beginning_is_slow_is_no_reason_to_grow()
    {
        var network = new SimulatedNetwork(_controller) { Latency = 0.001, BytesInAll = 500 * MB };
        network.Run(0.15);

        network.BytesInAll = 2_000 * MB;
        network.Run(1);

        Assert.InRange(network.Trace.Max(moment => moment.Limit), 8, 16);
    }

    [Fact]
    public void Refusals_of_one_round_halve_once()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB };
        network.Run(5);
        int before = _controller.Limit;

        bool overloaded = true;
        network.Refuses = (_, _) => overloaded;
        int sentBefore = _controller.Generation;
        network.Run(0.47);
        overloaded = false;

        Assert.Equal(before / 2, _controller.Limit);
        Assert.Equal(sentBefore + 1, _controller.Generation);
    }

    [Fact]
    public void A_storage_that_goes_on_refusing_brings_it_down_to_two()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, Refuses = (_, _) => true };

        network.Run(10);

        Assert.Equal(2, _controller.Limit);
    }

    [Fact]
    public void A_storage_that_refuses_more_than_so_many_is_asked_for_about_so_many()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, Refuses = (_, inFlight) => inFlight > 12 };

        network.Run(10);
        double before = network.BytesAcknowledged;
        network.Run(300);

        Assert.InRange((network.BytesAcknowledged - before) / 300, 0.6 * 12 * 25 * MB, 12 * 25 * MB);
    }

    [Fact]
    public void After_the_refusals_it_recovers()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, Refuses = (_, _) => true };
        network.Run(10);

        network.Refuses = (_, _) => false;
        network.Run(30);

        Assert.InRange(_controller.Limit, 24, 32);
    }

    [Fact]
    public void One_request_in_seven_refused_does_not_bring_it_to_a_stop()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, Refuses = (number, _) => number % 7 == 0 };

        network.Run(300);

        Assert.InRange(network.BytesAcknowledged / network.Now, 2 * 20 * MB, double.PositiveInfinity);
    }

    [Fact]
    public void A_broken_line_now_and_then_changes_nothing()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB, Breaks = number => number % 50 == 0 };

        network.Run(60);

        Assert.Equal(0, _controller.Generation);
        Assert.InRange(_controller.Limit, 24, 32);
    }

    [Fact]
    public void Many_broken_lines_in_one_round_halve_it()
    {
        var network = new SimulatedNetwork(_controller) { BytesPerLine = 25 * MB };
        network.Run(5);

        network.Breaks = number => number % 2 == 0;
        network.Run(10);

        Assert.InRange(_controller.Limit, 1, 8);
    }

    [Fact]
    public void Uploads_of_one_part_after_another_are_no_reason_to_grow()
    {
        for (int i = 0; i < 32; i++)
        {
            TimeSpan at = TimeSpan.FromMinutes(i);
            _controller.Enter(at);
            _controller.Acknowledge(1 << 20, at + TimeSpan.FromSeconds(1));
            _controller.Leave(at + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(8, _controller.Limit);
    }

    [Fact]
    public void A_fixed_number_stays()
    {
        ConcurrencyController controller = ConcurrencyController.Fixed(5);
        var network = new SimulatedNetwork(controller) { BytesPerLine = 25 * MB, Refuses = (number, _) => number % 3 == 0 };

        network.Run(60);

        Assert.Equal([5], network.Trace.Select(moment => moment.Limit).Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void It_never_goes_beyond_what_is_allowed(int most)
    {
        ConcurrencyController controller = ConcurrencyController.Adaptive(most);
        var network = new SimulatedNetwork(controller) { BytesPerLine = MB, PartLength = MB, Refuses = (number, _) => number % 4_999 == 0 };

        network.Run(40);

        Assert.All(network.Trace, moment => Assert.InRange(moment.Limit, 1, most));
    }

    private static double TimeAbove(SimulatedNetwork network, int limit) =>
        network.Trace.Zip(network.Trace.Skip(1).Append((At: network.Now, Limit: 0)), (from, to) => from.Limit > limit ? to.At - from.At : 0).Sum();
}
