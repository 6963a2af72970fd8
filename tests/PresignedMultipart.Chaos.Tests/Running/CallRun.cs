using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>One call for the upload, and how its caller pauses and ends it.</summary>
internal sealed class CallRun(Scenario scenario, UploadCall call, UploaderLife life, UploadTarget target, VirtualTime time, Steps steps) : IDisposable
{
    private const int MostPauses = 3;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<UploadHandle> _handle = new();
    private readonly List<Pause> _pauses = [];
    private TimeSpan? _endedAt;
    private int _stepsToEnd = int.MaxValue;

    public CancellationToken Token => _cancellation.Token;

    public ProgressRecord Progress { get; } = new();

    public UploadResult? Result { get; private set; }

    public Exception? Failure { get; private set; }

    public bool WasEnded { get; private set; }

    public bool WasEndedBefore { get; private set; }

    /// <summary>What an abort said; <see langword="null"/> when there was none.</summary>
    public bool? WasAborted { get; private set; }

    public TimeSpan TimeToEnd { get; private set; }

    public IReadOnlyList<Pause> Pauses => _pauses;

    public async Task RunAsync(SourceUpload upload)
    {
        if (call.Ending != Ending.RunToEnd)
        {
            steps.Arm(call.EndingStep, EndAsync);
        }

        try
        {
            Result = await upload.RunAsync(life.Uploader, StartAsync, Progress, Token);
        }
#pragma warning disable CA1031 // Whatever it is, the promises judge it.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Failure = thrown;
        }

        (WasEnded, WasEndedBefore) = (steps.HasActed, steps.Count > _stepsToEnd);
        TimeToEnd = time.Elapsed - _endedAt.GetValueOrDefault(time.Elapsed);
        await _ended.CancelAsync();
        await steps.DisarmAsync();
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        _ended.Dispose();
    }

    private Task<UploadResult> StartAsync(UploadSource source)
    {
        if (!call.NeedsHandle)
        {
            return life.Uploader.UploadAsync(source, target, Progress, Token);
        }

        UploadHandle handle = life.Uploader.StartUpload(source, target, Progress, Token);
        _handle.SetResult(handle);
        return handle.Completion;
    }

    private async Task EndAsync()
    {
        switch (call.Ending)
        {
            case Ending.Cancel:
                Cancel();
                break;
            case Ending.Dispose when scenario.Source != SourceKind.OpenWrite:
                life.Uploader.Dispose();
                break;
            case Ending.Abort:
                await AbortAsync(await _handle.Task);
                break;
            case Ending.Pause:
                await PauseAsync(await _handle.Task);
                (await _handle.Task).Resume();
                if (_pauses.Count < MostPauses && !_ended.IsCancellationRequested)
                {
                    steps.Arm(call.EndingStep, EndAsync);
                }

                break;
            case Ending.PauseThenCancel:
                await PauseAsync(await _handle.Task);
                Cancel();
                break;
            case Ending.PauseThenAbort:
                await PauseAsync(await _handle.Task);
                await AbortAsync(await _handle.Task);
                break;
            default:
                break;
        }
    }

    private void Cancel()
    {
        _endedAt = time.Elapsed;
        _cancellation.Cancel();
        _stepsToEnd = steps.Count;
    }

    private async Task AbortAsync(UploadHandle handle)
    {
        _endedAt = time.Elapsed;
        Task<bool> aborting = handle.AbortAsync();
        _stepsToEnd = steps.Count;
        WasAborted = await aborting;
    }

    private async Task PauseAsync(UploadHandle handle)
    {
        handle.Pause();
        await handle.WaitUntilQuietAsync();
        (int onTheWay, int sent) = (life.Connections.Requests, life.Connections.Sent.Count);
        await Task.Delay(call.PauseLength, time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pauses.Add(new Pause(handle.IsPaused, onTheWay, life.Connections.Sent.Count - sent));
    }
}
