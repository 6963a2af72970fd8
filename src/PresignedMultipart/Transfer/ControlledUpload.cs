namespace PresignedMultipart.Transfer;

/// <summary>An upload that its control can pause.</summary>
internal sealed class ControlledUpload(UploadControl control, CancellationTokenSource stop, Task<UploadResult> completion) : UploadHandle
{
    public override Task<UploadResult> Completion => completion;

    public override bool IsPaused => control.IsPaused;

    public override void Pause() => control.Pause();

    public override void Resume() => control.Resume();

    public override Task WaitUntilQuietAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAny(completion, control.WaitUntilQuietAsync()).WaitAsync(cancellationToken);

    public override async Task<bool> AbortAsync()
    {
        // One that has failed, and is about to say so, is not stopped any more.
        bool isStopped = !completion.IsCompleted && control.TryDiscard();
        try
        {
            if (isStopped)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }

        await ((Task)completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isStopped && !completion.IsCompletedSuccessfully;
    }
}
