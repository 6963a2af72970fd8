using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace PresignedMultipart;

/// <summary>
/// Where an object's bytes come from. Bytes that can be read anywhere (files, handles, memory) are never copied and can be uploaded
/// again; bytes that come once and in order (streams, pipes, sequences of chunks) are gathered into parts in pooled memory, never more
/// than <see cref="MultipartUploadOptions.MemoryLimit"/>, and such a source is good for one upload.
/// </summary>
/// <remarks>
/// A source is read by one upload at a time, ahead of what is sent, and by nobody else meanwhile. When the memory is spent it is not
/// read until parts have been acknowledged.
/// </remarks>
public abstract class UploadSource
{
    private int _isTaken;

    private protected UploadSource()
    {
    }

    /// <summary>A file. It is opened when the upload begins, and must not be written to meanwhile.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static UploadSource FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileSource(path);
    }

    /// <summary>A file that is open already, or a range of it, read in parallel. The handle is not disposed.</summary>
    /// <param name="handle">The handle: seekable, open for reading. The file must not be written to meanwhile.</param>
    /// <param name="offset">Where the object begins in the file, in bytes. Default: 0.</param>
    /// <param name="length">The object's length in bytes; <see langword="null"/>, the default, for all that follows the offset.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset or the length is negative.</exception>
    public static UploadSource FromHandle(SafeFileHandle handle, long offset = 0, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ThrowIfNegative(length);
        return new HandleSource(handle, offset, length);
    }

    /// <summary>
    /// A stream, from its present position to its end. A <see cref="FileStream"/> and a <see cref="MemoryStream"/> whose buffer is
    /// visible are read in parallel without copying, and their position does not move; any other stream is read once, in order.
    /// </summary>
    /// <param name="stream">The stream: readable. It need not be able to seek.</param>
    /// <param name="length">
    /// How many bytes it will give, where that is known; a seekable stream says so itself. Known, it makes better parts and progress
    /// in percent, and a stream that ends earlier or later fails the upload. Unknown, the object can have 10,000 parts of
    /// <see cref="MultipartUploadOptions.PartSize"/>: 97 GiB unless that is set larger.
    /// </param>
    /// <param name="leaveOpen">Whether the stream stays open after the upload; <see langword="true"/> by default.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static UploadSource FromStream(Stream stream, long? length = null, bool leaveOpen = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ThrowIfNegative(length);
        return stream.CanRead
            ? new StreamSource(stream, length, leaveOpen)
            : throw new ArgumentException("The stream cannot be read. Pass one that is open for reading.", nameof(stream));
    }

    /// <summary>What the other end of a pipe writes. The reader is completed when the upload has ended, however it ended.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="length">How many bytes will come, where that is known, as for <see cref="FromStream"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static UploadSource FromPipe(PipeReader reader, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ThrowIfNegative(length);
        return new PipeSource(reader, length);
    }

    /// <summary>Chunks of any lengths, one after the other. A chunk is copied before the next is asked for.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="length">How many bytes they have in all, where that is known, as for <see cref="FromStream"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static UploadSource FromChunks(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ThrowIfNegative(length);
        return new ChunksSource(chunks, length);
    }

    /// <summary>Bytes in memory. They are not copied and must not change meanwhile.</summary>
    /// <param name="content">The object's bytes.</param>
    public static UploadSource FromMemory(ReadOnlyMemory<byte> content) => new SequenceSource(new ReadOnlySequence<byte>(content));

    /// <summary>Bytes in several pieces of memory. They are not copied and must not change meanwhile.</summary>
    /// <param name="content">The object's bytes.</param>
    public static UploadSource FromSequence(ReadOnlySequence<byte> content) => new SequenceSource(content);

    /// <summary>Has bytes that come once read by one upload: a second one would get what the first has left, and take it for the whole.</summary>
    internal void TakeOnce()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 1)
        {
            throw new InvalidOperationException("The source was uploaded before, and its bytes come only once: another upload would store what is left of them. Make a new source, whose stream stands where the object begins.");
        }
    }

    private static void ThrowIfNegative(long? length) => ArgumentOutOfRangeException.ThrowIfNegative(length.GetValueOrDefault(), nameof(length));

    // What to read, not how: the ways of reading are in Parts.
    internal sealed class FileSource(string path) : UploadSource
    {
        public string Path { get; } = path;
    }

    internal sealed class HandleSource(SafeFileHandle handle, long offset, long? length) : UploadSource
    {
        public SafeFileHandle Handle { get; } = handle;

        public long Offset { get; } = offset;

        public long? Length { get; } = length;
    }

    internal sealed class StreamSource(Stream stream, long? length, bool leaveOpen) : UploadSource
    {
        public Stream Stream { get; } = stream;

        public long? Length { get; } = length;

        public bool LeaveOpen { get; } = leaveOpen;
    }

    internal sealed class PipeSource(PipeReader reader, long? length) : UploadSource
    {
        public PipeReader Reader { get; } = reader;

        public long? Length { get; } = length;
    }

    internal sealed class ChunksSource(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, long? length) : UploadSource
    {
        public IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks { get; } = chunks;

        public long? Length { get; } = length;
    }

    internal sealed class SequenceSource(ReadOnlySequence<byte> content) : UploadSource
    {
        public ReadOnlySequence<byte> Content { get; } = content;
    }
}
