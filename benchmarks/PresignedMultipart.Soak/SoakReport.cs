namespace PresignedMultipart.Soak;

/// <summary>What came of all uploads.</summary>
internal sealed class SoakReport
{
    private readonly Lock _lock = new();
    private readonly List<string> _broken = [];
    private readonly HashSet<string> _expected = [];

    public int Uploads { get; private set; }

    public int Completed { get; private set; }

    public int Compared { get; private set; }

    public long Bytes { get; private set; }

    public long BytesResent { get; private set; }

    public long BytesResumed { get; private set; }

    public int Resumed { get; private set; }

    public int Refused { get; private set; }

    public int Faults { get; private set; }

    /// <summary>Uploads that a gateway, killed in mid-completion, lists still: their objects stand, or it was said that they could not be aborted.</summary>
    public int StillListed { get; private set; }

    public RetryCounter Retries { get; } = new();

    public IReadOnlyList<string> Broken => _broken;

    public void Complete(UploadResult result, bool identical, bool resumed, SoakPlan plan)
    {
        lock (_lock)
        {
            Uploads++;
            Completed++;
            Compared++;
            Bytes += result.Length;
            BytesResent += result.BytesResent;
            BytesResumed += result.BytesResumed;
            Resumed += resumed ? 1 : 0;
        }

        if (!identical)
        {
            Break($"{plan}: the object is not the file");
        }
    }

    /// <summary>The upload failed, as it may where its gateway was killed in mid-completion.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            Uploads++;
            Refused++;
        }
    }

    /// <summary>Keys of uploads of which it was said that they could not be aborted.</summary>
    public IReadOnlyCollection<string> ExpectedToBeLeft => _expected;

    public void Expect(string key)
    {
        lock (_lock)
        {
            _expected.Add(key);
        }
    }

    public void ListStill(int uploads)
    {
        lock (_lock)
        {
            StillListed += uploads;
        }
    }

    /// <summary>Said at once: what follows may end the program.</summary>
    public void Break(string what)
    {
        Console.WriteLine($"BROKEN {what}");
        lock (_lock)
        {
            _broken.Add(what);
        }
    }

    public void Strike(int faults)
    {
        lock (_lock)
        {
            Faults += faults;
        }
    }

    public override string ToString() =>
        $"{Uploads} uploads, {Completed} completed, {Compared} compared, {Bytes / 1e6:0} MB, {Faults} faults of the line, {Retries.Retries} retries, " +
        $"{BytesResent / 1e6:0} MB sent again, {Resumed} cancelled and resumed ({BytesResumed / 1e6:0} MB not sent again)";
}
