namespace PresignedMultipart.Transfer;

/// <summary>
/// Cancels an attempt in which nothing moves. It takes the place of a time limit on the request, which would fail slow lines:
/// HttpClient's default of 100 s ends a 64 MiB part on anything under 5 Mbit/s.
/// </summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _attempt;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationToken _callerToken;

    public StallGuard(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _timeout = timeout;
        _attempt = new CancellationTokenSource(timeout, time);
        _callerToken = caller;
        _caller = caller.UnsafeRegister(static attempt => ((CancellationTokenSource)attempt!).Cancel(), _attempt);
    }

    /// <summary>Cancelled by the caller or by a stall.</summary>
    public CancellationToken Token => _attempt.Token;

    public bool HasStalled => _attempt.IsCancellationRequested && !_callerToken.IsCancellationRequested;

    public void Moved() => _attempt.CancelAfter(_timeout);

    /// <summary>For a wait that is ours and not the network's; ended by <see cref="Moved"/>.</summary>
    public void Pause() => _attempt.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _caller.Dispose();
        _attempt.Dispose();
    }
}
