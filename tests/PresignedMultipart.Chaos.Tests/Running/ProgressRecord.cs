namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Every report of an upload, and whether two came at once.</summary>
internal sealed class ProgressRecord : IProgress<UploadProgress>
{
    private readonly List<UploadProgress> _reports = [];
    private int _inside;

    public bool HasOverlapped { get; private set; }

    public IReadOnlyList<UploadProgress> Reports
    {
        get
        {
            lock (_reports)
            {
                return [.. _reports];
            }
        }
    }

    public void Report(UploadProgress value)
    {
        HasOverlapped |= Interlocked.Increment(ref _inside) > 1;
        lock (_reports)
        {
            _reports.Add(value);
        }

        Interlocked.Decrement(ref _inside);
    }
}
