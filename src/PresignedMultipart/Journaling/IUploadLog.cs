namespace PresignedMultipart;

/// <summary>The log of one upload, open for one writer. Disposing it keeps the lines and lets others open it.</summary>
public interface IUploadLog : IAsyncDisposable
{
    /// <summary>The lines that it had when it was opened, in the order in which they were added. A line that was not written to its end is not among them.</summary>
    IReadOnlyList<string> Lines { get; }

    /// <summary>Adds a line. When this returns, the line outlives the process. Called by one thread at a time.</summary>
    /// <param name="line">The line, without a line break.</param>
    /// <param name="cancellationToken">Cancels the call; then the line may or may not have been added.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    Task AppendAsync(string line, CancellationToken cancellationToken = default);

    /// <summary>Deletes the log: the upload has ended. Only disposing follows.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IOException">It could not be deleted.</exception>
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
