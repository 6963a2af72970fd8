using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Support;

/// <summary>
/// A storage and the way to it, in simulated time: each request takes a latency, each line carries so much at most, and all of them
/// together so much. A source that is always ready asks the controller how many requests to keep in flight.
/// </summary>
internal sealed class SimulatedNetwork(ConcurrencyController controller)
{
    private const double Shortest = 1e-9;

    private readonly List<Request> _requests = [];
    private double _now;
    private int _sent;
    private double _given;

    public double BytesPerLine { get; set; } = double.PositiveInfinity;

    public double BytesInAll { get; set; } = double.PositiveInfinity;

    public double Latency { get; set; } = 0.05;

    public double PartLength { get; set; } = 10 << 20;

    /// <summary>How many parts the source gives a second; as many as are wanted when <see langword="null"/>.</summary>
    public double? PartsPerSecond { get; set; }

    /// <summary>How many parts the source has at the same time at most.</summary>
    public int MostParts { get; set; } = int.MaxValue;

    /// <summary>What the storage answers to the nth request, given how many are in flight: <see langword="true"/> for 503.</summary>
    public Func<int, int, bool> Refuses { get; set; } = (_, _) => false;

    public Func<int, bool> Breaks { get; set; } = _ => false;

    /// <summary>Every limit that held, with the second from which it did.</summary>
    public List<(double At, int Limit)> Trace { get; } = [];

    public double BytesAcknowledged { get; private set; }

    public double Now => _now;

    private TimeSpan Time => TimeSpan.FromSeconds(_now);

    /// <summary>Goes on for so many seconds.</summary>
    public void Run(double seconds) => RunUntil(() => false, seconds);

    /// <summary>Goes on until so many bytes more are acknowledged, and says how long that took.</summary>
    public double Send(double bytes)
    {
        double from = _now;
        double end = BytesAcknowledged + bytes;
        RunUntil(() => BytesAcknowledged >= end, double.PositiveInfinity);
        return _now - from;
    }

    private void RunUntil(Func<bool> done, double seconds)
    {
        double end = _now + seconds;
        while (_now < end && !done())
        {
            Fill();
            double rate = Math.Min(BytesPerLine, BytesInAll / Math.Max(1, _requests.Count(request => request.Left > 0)));
            double step = _requests.Count == 0 ? double.PositiveInfinity : _requests.Min(request => request.Left > 0 ? request.Left / rate : request.AnswerAt - _now);
            if (PartsPerSecond is { } partsPerSecond)
            {
                step = Math.Min(step, (Math.Floor(_given) + 1 - _given) / partsPerSecond);
                _given += Math.Max(Shortest, Math.Min(step, end - _now)) * partsPerSecond;
            }

            step = Math.Max(Shortest, Math.Min(step, end - _now));
            _now += step;
            foreach (Request request in _requests.ToArray())
            {
                Move(request, rate * step);
            }

            if (Trace.Count == 0 || Trace[^1].Limit != controller.Limit)
            {
                Trace.Add((_now, controller.Limit));
            }
        }
    }

    private void Fill()
    {
        while (_requests.Count < Math.Min(controller.Limit, MostParts) && (PartsPerSecond is null || _sent < _given))
        {
            controller.Enter(Time);
            _requests.Add(new Request { Number = ++_sent, Left = PartLength, Generation = controller.Generation, AnswerAt = double.PositiveInfinity });
        }
    }

    private void Move(Request request, double bytes)
    {
        if (request.Left > 0)
        {
            request.Left -= bytes;
            if (request.Left <= 1e-3)
            {
                request.Left = 0;
                request.AnswerAt = _now + Latency;
            }

            return;
        }

        if (request.AnswerAt > _now + Shortest)
        {
            return;
        }

        if (Refuses(request.Number, _requests.Count))
        {
            controller.Refuse(request.Generation, Time);
        }
        else if (Breaks(request.Number))
        {
            controller.FailLine(request.Generation, Time);
        }
        else
        {
            BytesAcknowledged += PartLength;
            controller.Acknowledge((long)PartLength, Time);
        }

        controller.Leave(Time);
        _requests.Remove(request);
    }

    private sealed class Request
    {
        public int Number { get; init; }

        public double Left { get; set; }

        public double AnswerAt { get; set; }

        public int Generation { get; init; }
    }
}
