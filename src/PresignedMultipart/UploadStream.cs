namespace PresignedMultipart;

/// <summary>
/// A stream into an object: what is written is uploaded while more is produced. <see cref="CompleteAsync"/> makes the object;
/// disposing without it aborts the upload and leaves nothing. <see cref="Stream.Position"/> counts the bytes written. For one writer at a time, like every stream.
/// </summary>
/// <remarks>
/// <para>
/// Writing waits when <see cref="MultipartUploadOptions.MemoryLimit"/> is spent, so two such streams must not wait for each other. A failure
/// of the upload is thrown by the next write or flush. Flushing sends nothing early: parts have a smallest length.
/// </para>
/// <para>
/// Whatever writes into it must leave it open (<c>leaveOpen: true</c> of <c>ZipArchive</c>, <c>StreamWriter</c> and the like), because
/// closing it without <see cref="CompleteAsync"/> means that the object is not wanted. <c>PipeWriter.Create(stream)</c> makes a
/// pipe of it. The synchronous <see cref="Stream.Write(byte[], int, int)"/> blocks its thread while it waits; prefer
/// <see cref="Stream.WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>. The synchronous <see cref="Stream.Dispose()"/> does not wait
/// for the abort; prefer <c>await using</c>.
/// </para>
/// </remarks>
public abstract class UploadStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => false;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    public sealed override long Length => throw new NotSupportedException();

    /// <summary>Sends what is left and makes the object. Nothing can be written afterwards. Repeated, it answers the same.</summary>
    /// <param name="cancellationToken">Stops the upload and aborts it.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="UploadException">The upload failed for good, or fewer bytes were written than declared.</exception>
    /// <exception cref="OperationCanceledException">This token, or the one that the stream was opened with, was cancelled. The upload was aborted.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed, and the upload aborted.</exception>
    public abstract Task<UploadResult> CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Unused.</param>
    /// <param name="offset">Unused.</param>
    /// <param name="count">Unused.</param>
    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="offset">Unused.</param>
    /// <param name="origin">Unused.</param>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Unused.</param>
    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
