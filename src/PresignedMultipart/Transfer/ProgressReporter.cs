using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>
/// Reports from a timer, not from the workers: reports are ordered, never overlap, and cost the path of the bytes nothing. The timer
/// is armed again only after a report has returned.
/// </summary>
/// <typeparam name="T">What is reported.</typeparam>
internal sealed class ProgressReporter<T> : IAsyncDisposable
{
    private readonly Func<bool, T> _snapshot;
    private readonly IProgress<T>? _progress;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;

    public ProgressReporter(Func<bool, T> snapshot, IProgress<T>? progress, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        _snapshot = snapshot;
        _progress = progress;
        _interval = interval;
        _logger = logger;
        if (progress is not null)
        {
            _timer = time.CreateTimer(static self => ((ProgressReporter<T>)self!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The last report, after the timer's own have ended.</summary>
    public async ValueTask CompleteAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        Report(isCompleted: true);
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Tick()
    {
        Report(isCompleted: false);
        _timer!.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    private void Report(bool isCompleted)
    {
        try
        {
            _progress?.Report(_snapshot(isCompleted));
        }
#pragma warning disable CA1031 // A display that fails must not take the upload, or the process, with it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.ProgressFailed(_logger, failure);
        }
    }
}
