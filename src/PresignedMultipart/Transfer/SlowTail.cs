namespace PresignedMultipart.Transfer;

/// <summary>
/// Finds the parts at the end of an upload that are worth sending a second time, because their connection is slow and those of others
/// were not: see docs/reliability.md. For all workers of one upload.
/// </summary>
internal sealed class SlowTail(ProgressTally tally, TimeProvider time)
{
    // A median of fewer says nothing.
    private const int FewestDone = 4;

    // Of the parts that were done last, so that it says how fast the network is now.
    private const int MostDone = 64;

    // How much longer than the others' median a part takes that lags; parts of one upload differ by up to 2 on a busy line.
    private const double FarBehind = 3;

    // How much slower it was while the others were acknowledged; a little less, because what the system has buffered counts as sent.
    private const double SlowAlongside = 2;

    // At least so many others have to be acknowledged while a part lags: otherwise all may be slow.
    private const int FewestWitnesses = 2;

    // A second sending costs a signature and perhaps a connection.
    private static readonly TimeSpan ShortestLag = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly Queue<TimeSpan> _done = new();
    private readonly Dictionary<PartSending, Course> _running = [];
    private long _sentTwice;

    /// <summary>The body is about to be sent.</summary>
    public void Enter(PartSending sending)
    {
        lock (_lock)
        {
            _running[sending] = new Course(time.GetTimestamp());
        }
    }

    /// <summary>The sending has ended.</summary>
    /// <param name="sending">Which.</param>
    /// <param name="acknowledged">Whether with a receipt.</param>
    public void Leave(PartSending sending, bool acknowledged)
    {
        lock (_lock)
        {
            if (!_running.Remove(sending, out Course? course) || !acknowledged)
            {
                return;
            }

            _done.Enqueue(time.GetElapsedTime(course.Began));
            if (_done.Count > MostDone)
            {
                _done.Dequeue();
            }

            long now = time.GetTimestamp();
            foreach ((PartSending other, Course its) in _running)
            {
                its.Witness(now, other.Sent);
            }
        }
    }

    /// <summary>Waits until the sending has ended, or until it is worth a second one.</summary>
    public async Task<bool> IsWorthAnotherAsync(PartSending sending, Task sent)
    {
        await Task.WhenAny(sent, tally.SourceEnded).ConfigureAwait(false);
        if (!tally.SourceEnded.IsCompletedSuccessfully || await tally.SourceEnded.ConfigureAwait(false) <= FewestDone)
        {
            return false;
        }

        while (!sent.IsCompleted)
        {
            if (TryClaim(sending))
            {
                return true;
            }

            await sent.WaitAsync(LookInterval, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    /// <summary>Whether it is worth a second sending now, which then is the caller's to make.</summary>
    internal bool TryClaim(PartSending sending)
    {
        lock (_lock)
        {
            // Claimed bytes stay claimed: one part, or a tenth of what the upload has stored.
            if (!_running.TryGetValue(sending, out Course? course)
                || !Lags(sending, course)
                || _sentTwice + sending.Length > Math.Max(sending.Length, tally.BytesAcknowledged / 10))
            {
                return false;
            }

            _sentTwice += sending.Length;
            return true;
        }
    }

    private bool Lags(PartSending sending, Course course)
    {
        if (_done.Count < FewestDone || course.Witnesses < FewestWitnesses)
        {
            return false;
        }

        TimeSpan running = time.GetElapsedTime(course.Began);
        TimeSpan median = _done.Order().ElementAt(_done.Count / 2);
        long sent = sending.Sent;
        if (sent == sending.Length || running < ShortestLag || running < median * FarBehind)
        {
            return false;
        }

        // It was slow while others were not, rather than since they are done, when all may be; and what is left of it takes longer than all of a new one.
        TimeSpan witnessed = time.GetElapsedTime(course.Began, course.WitnessedAt);
        return witnessed > median / 2
            && witnessed > TimeFor(course.SentThen, sending.Length, median) * SlowAlongside
            && running * ((double)(sending.Length - sent) / Math.Max(1, sent)) > median;
    }

    private static TimeSpan TimeFor(long bytes, long length, TimeSpan whole) => whole * ((double)bytes / length);

    /// <summary>How one sending went.</summary>
    private sealed class Course(long began)
    {
        public long Began { get; } = began;

        /// <summary>How many others were acknowledged meanwhile.</summary>
        public int Witnesses { get; private set; }

        /// <summary>When the last of them was.</summary>
        public long WitnessedAt { get; private set; } = began;

        /// <summary>How far this one was then.</summary>
        public long SentThen { get; private set; }

        public void Witness(long now, long sent)
        {
            Witnesses++;
            WitnessedAt = now;
            SentThen = sent;
        }
    }
}
