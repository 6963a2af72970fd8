using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Support;

/// <summary>
/// A controller and the requests that it lets go, round by round and by hand. It begins with 8, as after a long idle time; unless it is
/// new, after a first round, which is not counted.
/// </summary>
internal sealed class ControlledRounds
{
    // Binary fractions, so that rates and times are compared exactly at the edges of the rules.
    private const double Usual = 0.125;
    private const long RateUnit = 1 << 24;
    private const long RequestWeight = 256 * 1024;

    private readonly ConcurrencyController _controller;
    private TimeSpan _now = TimeSpan.FromHours(1);
    private int _inFlight;

    public ControlledRounds(int most, bool isNew = false)
    {
        _controller = ConcurrencyController.Adaptive(most);
        if (!isNew)
        {
            Play(1);
            Bring(0);
            Pass(3_600);
        }
    }

    public int Limit => _controller.Limit;

    public int Generation => _controller.Generation;

    /// <summary>A whole round in which all requests take as long, and the limit after it.</summary>
    /// <param name="rate">What the storage acknowledges in a second, in a unit that does not matter.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="inFlight">How many are on the way; as many as may be unless given.</param>
    public int Play(double rate, double seconds = Usual, int? inFlight = null)
    {
        Bring(inFlight ?? Limit);
        Pass(seconds);
        int count = Limit;
        Acknowledge(1, (long)(rate * RateUnit * seconds) - (count * RequestWeight));
        Acknowledge(count - 1);
        return Limit;
    }

    /// <summary>So many rounds, and the limit that held in each.</summary>
    public int[] Play(int rounds, Func<int, double> rate) => [.. Enumerable.Range(0, rounds).Select(_ =>
    {
        int limit = Limit;
        Play(rate(limit));
        return limit;
    })];

    /// <summary>A whole round of requests of that many bytes.</summary>
    public int PlayRequestsOf(long bytes)
    {
        Bring(Limit);
        Pass(Usual);
        Acknowledge(Limit, bytes);
        return Limit;
    }

    public void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);

    public void Acknowledge(int count, long bytes = 0) => Repeat(count, () => _controller.Acknowledge(bytes, _now));

    public void Refuse(int generation) => _controller.Refuse(generation, _now);

    public void BreakLines(int count, int generation) => Repeat(count, () => _controller.FailLine(generation, _now));

    /// <summary>Requests are begun, or end, until so many are on the way.</summary>
    public void Bring(int inFlight)
    {
        Repeat(inFlight - _inFlight, () => _controller.Enter(_now));
        Repeat(_inFlight - inFlight, () => _controller.Leave(_now));
        _inFlight = inFlight;
    }

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
        {
            action();
        }
    }
}
