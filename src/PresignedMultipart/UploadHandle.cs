namespace PresignedMultipart;

/// <summary>An upload that runs, for a program with a pause button. Safe to use from several threads.</summary>
public abstract class UploadHandle
{
    private protected UploadHandle()
    {
    }

    /// <summary>The upload: what became of it, and everything that <see cref="IMultipartUploader.UploadAsync(UploadSource, UploadTarget, IProgress{UploadProgress}?, CancellationToken)"/> throws.</summary>
    public abstract Task<UploadResult> Completion { get; }

    /// <summary>Whether no new part is begun.</summary>
    public abstract bool IsPaused { get; }

    /// <summary>
    /// Begins no new part, and lets those that are on the way end. Nothing times out meanwhile; URLs that grow old are replaced. With a
    /// journal the program may end then, and go on another day; the storage may have a rule that deletes what waits too long
    /// (<see cref="UploadResult.AbortDate"/>). An upload whose last part is on the way is completed all the same.
    /// </summary>
    public abstract void Pause();

#pragma warning disable CA1716 // A keyword of Visual Basic, which writes it in brackets; nobody would look for another word beside Pause.
    /// <summary>Goes on.</summary>
    public abstract void Resume();
#pragma warning restore CA1716

    /// <summary>Waits until the upload is paused and no part is on the way, or has ended, or goes on again.</summary>
    /// <param name="cancellationToken">Cancels the wait, not the upload.</param>
    public abstract Task WaitUntilQuietAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stops at once, deletes what was uploaded, also what a journal would keep, and waits until that is done. When the upload
    /// is completing already, the object may stand all the same: <see cref="Completion"/> tells.
    /// </summary>
    /// <returns>Whether the upload was stopped; it is not when it had ended before, also when it had failed and a journal keeps it.</returns>
    public abstract Task<bool> AbortAsync();
}
