namespace PresignedMultipart.Transfer;

/// <summary>
/// Decides how many requests may be in flight, round by round, by what the storage acknowledged in each: see docs/concurrency.md.
/// Pure: time and events are passed in. For one caller at a time.
/// </summary>
internal sealed class ConcurrencyController
{
    // What a fixed default would be: short uploads end before anything is learnt. Fewer save nothing worth having.
    private const int UsualStart = 8;

    // With one, nothing at all would move while it waits to try again.
    private const int Fewest = 2;

    // Small objects are acknowledged every few milliseconds; a round of only those would measure the scheduler.
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(100);

    // Where requests take longer than this, rounds do too, and many of them would pass before it is fast: it takes longer steps.
    private static readonly TimeSpan SlowRequest = TimeSpan.FromMilliseconds(200);
    private const int Step = 2;
    private const int LongStep = 4;

    // Below this share of what is allowed, the source is the limit and the round says nothing about the network.
    private const double Saturated = 0.8;

    // Where a trial allows more than a source ever has at once, as one that is held in memory, what it has is what was tried.
    private const int PatienceWithSource = 2;

    // Growth is kept when it brings half of what it would if every request were as fast as before; shrinking when it costs next to nothing.
    private const double WorthKeeping = 0.5;
    private const double AsGoodAs = 0.98;

    // One round can be unlucky. At the start, a gain that is more than chance is reason to try once more from where it seems to lead.
    private const double ClearGain = 1.25;

    // Trials that do not pay are made ever more rarely, so that they cost nothing in the long run.
    private const int FirstRest = 4;
    private const int LongestRest = 32;

    private readonly int _least;
    private readonly int _start;
    private readonly int _most;
    private ConcurrencyRound _round;
    private bool _isWarm;
    private bool _starting = true;
    private bool _shrinkNext;
    private int _settled;
    private double _settledRate;
    private int _rest;
    private int _rested;
    private int _unfilled;

    private ConcurrencyController(int least, int start, int most)
    {
        _least = least;
        _start = start;
        _most = most;
        Limit = _settled = start;
    }

    /// <summary>How many requests may be in flight.</summary>
    public int Limit { get; private set; }

    /// <summary>Goes up with each halving, so that requests sent before it do not halve again.</summary>
    public int Generation { get; private set; }

    /// <summary>Between two and the most, by what pays.</summary>
    public static ConcurrencyController Adaptive(int most) => new(Math.Min(Fewest, most), Math.Min(UsualStart, most), most);

    public static ConcurrencyController Fixed(int limit) => new(limit, limit, limit);

    public void Enter(TimeSpan now)
    {
        if (_round.InFlight == 0 && now - _round.LastEvent > ShortestRound)
        {
            // The time in which nobody had anything to send does not count.
            _round = new ConcurrencyRound(now, 0);
        }

        _round.Enter(now);
    }

    public void Leave(TimeSpan now) => _round.Leave(now);

    public void Acknowledge(long bytes, TimeSpan now)
    {
        _round.Acknowledge(bytes, now);
        if (_round.Acknowledged >= Limit && _round.Elapsed >= ShortestRound)
        {
            Decide();
            Begin(now);
        }
    }

    /// <summary>The storage asks for less: 503 or 429.</summary>
    /// <param name="generation">That of the time when the request was sent.</param>
    /// <param name="now">Now.</param>
    public void Refuse(int generation, TimeSpan now)
    {
        if (generation == Generation)
        {
            Halve(now);
        }
    }

    /// <summary>A line broke or stalled. Now and then that means nothing; when many do in one round, something on the way is overloaded.</summary>
    public void FailLine(int generation, TimeSpan now)
    {
        _round.FailLine();
        if (generation == Generation && _round.LineFailures >= Math.Max(2, Limit / 4))
        {
            Halve(now);
        }
    }

    private void Halve(TimeSpan now)
    {
        Generation++;
        Limit = Math.Max(_least, Limit / 2);
        Settle(Limit, rate: 0);
        Rest(1);
        Begin(now);
    }

    private void Begin(TimeSpan now) => _round = new ConcurrencyRound(now, _round.InFlight);

    private void Decide()
    {
        if (_round.LineFailures > 0)
        {
            return;
        }

        bool isFirst = !_isWarm;
        _isWarm = true;
        if (isFirst && _round.MeanRequestTime <= SlowRequest)
        {
            // Connections, and the program's own code, were still being made: whatever follows would look like a gain.
            return;
        }

        int tried = Limit;
        if (_round.MeanInFlight < Saturated * Limit)
        {
            if (Limit <= _settled || ++_unfilled < PatienceWithSource)
            {
                return;
            }

            tried = Math.Max((int)Math.Round(_round.MeanInFlight), _settled);
        }

        if (Limit == _settled)
        {
            _settledRate = _settledRate == 0 ? _round.Rate : (_settledRate + _round.Rate) / 2;
            _rested++;
        }
        else
        {
            JudgeTrial(tried, _round.Rate);
        }

        if (Limit == _settled && _rested >= _rest)
        {
            Try();
        }
    }

    private void JudgeTrial(int tried, double rate)
    {
        double gain = rate / _settledRate;
        bool paid = tried > _settled
            ? gain - 1 >= WorthKeeping * (((double)tried / _settled) - 1)
            : tried < _settled && gain >= AsGoodAs;
        // Up to the knee the rate grows with the number in flight, beyond it not at all: that is where the two lines meet.
        int knee = _starting ? (int)Math.Clamp(Math.Round(_settled * gain), _settled, Math.Max(tried, _settled)) : _settled;
        if (paid)
        {
            _shrinkNext = tried < _settled;
            Settle(tried, rate);
        }
        else
        {
            _shrinkNext = tried > _settled;
            Settle(knee, knee == _settled ? _settledRate : rate);
        }

        if (Limit < _most && (paid || (_starting && tried > Limit && gain > ClearGain)))
        {
            // The same again at once.
            _rest = 0;
            _shrinkNext &= paid;
        }
        else
        {
            Rest(paid ? FirstRest : Math.Clamp(_rest * 2, FirstRest, LongestRest));
        }
    }

    private void Try()
    {
        if (Limit < _start)
        {
            // After refusals it grows back without asking what it brings.
            Settle(Limit + 1, rate: 0);
            Rest(1);
            return;
        }

        int quarter = Math.Max(1, Limit / 4);
        int grown = Math.Min(_starting ? Limit * (_round.MeanRequestTime > SlowRequest ? LongStep : Step) : Limit + quarter, _most);
        int shrunk = Math.Max(Limit - quarter, _start);
        Limit = (_shrinkNext && shrunk < Limit) || grown == Limit ? shrunk : grown;
        _shrinkNext = false;
    }

    private void Settle(int limit, double rate)
    {
        Limit = _settled = limit;
        _settledRate = rate;
        _rested = 0;
        _unfilled = 0;
    }

    private void Rest(int rounds)
    {
        _starting = false;
        _rest = rounds;
    }
}
