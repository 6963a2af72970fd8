namespace PresignedMultipart.Transfer;

/// <summary>What a program tells an upload that runs: pause, go on, leave nothing behind.</summary>
internal sealed class UploadControl
{
    private readonly object _lock = new();
    private TaskCompletionSource? _paused;
    private TaskCompletionSource? _quiet;
    private int _running;
    private bool? _isKept;

    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _paused is not null;
            }
        }
    }

    /// <summary>Says that what was uploaded is to be deleted, although a journal could keep it. <see langword="false"/> when it is kept already.</summary>
    public bool TryDiscard() => !Settle(isKept: false);

    /// <summary>Says that a journal keeps what was uploaded. <see langword="false"/> when it is to be deleted.</summary>
    public bool TryKeep() => Settle(isKept: true);

    public void Pause()
    {
        lock (_lock)
        {
            if (_paused is null)
            {
                _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                TellQuiet();
            }
        }
    }

    public void Resume()
    {
        lock (_lock)
        {
            _paused?.SetResult();
            _quiet?.TrySetResult();
            _paused = _quiet = null;
        }
    }

    /// <summary>Completes when the upload is not paused.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _paused?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>Completes when the upload is paused and no part is on the way, or when it is not paused any more.</summary>
    public Task WaitUntilQuietAsync()
    {
        lock (_lock)
        {
            return _quiet?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Says that a part is about to be sent. <see langword="false"/> when it must not be.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_paused is not null)
            {
                return false;
            }

            _running++;
            return true;
        }
    }

    /// <summary>Says that a part is not on the way any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _running--;
            TellQuiet();
        }
    }

    // Who comes first decides: an upload that fails by itself while it is aborted is either kept, or deleted, and both sides know which.
    private bool Settle(bool isKept)
    {
        lock (_lock)
        {
            return _isKept ??= isKept;
        }
    }

    private void TellQuiet()
    {
        if (_running == 0)
        {
            _quiet?.TrySetResult();
        }
    }
}
