using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>The writable end of an upload that runs behind it.</summary>
internal sealed class PartWritingStream : UploadStream
{
    private readonly WritingFeed _feed;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task<UploadResult> _upload;
    private bool _completing;
    private bool _disposed;

    /// <param name="feed">Takes what is written.</param>
    /// <param name="upload">Uploads what the feed gives, until the token is cancelled.</param>
    /// <param name="cancellationToken">The caller's token for the whole upload.</param>
    public PartWritingStream(WritingFeed feed, Func<CancellationToken, Task<UploadResult>> upload, CancellationToken cancellationToken)
    {
        _feed = feed;
        _caller = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _upload = RunAsync(upload);
    }

    public override bool CanWrite => !_disposed && !_completing;

    public override long Position
    {
        get => _feed.Written;
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            buffer = buffer[_feed.Fill(buffer.Span)..];
            if (buffer.IsEmpty && !_feed.IsFull)
            {
                return;
            }

            bool forMore = !buffer.IsEmpty;
            await WhileUploadRunsAsync(stop => _feed.MakeRoomAsync(forMore, stop), cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    // Archives and formatters write synchronously. Almost always this is a copy into memory that is there; it blocks once a part at most.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Wait(EnsureWritableAsync(CancellationToken.None));
        while (true)
        {
            buffer = buffer[_feed.Fill(buffer)..];
            if (buffer.IsEmpty && !_feed.IsFull)
            {
                return;
            }

            bool forMore = !buffer.IsEmpty;
            Wait(WhileUploadRunsAsync(stop => _feed.MakeRoomAsync(forMore, stop), CancellationToken.None));
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(in value));

    public override Task FlushAsync(CancellationToken cancellationToken) => EnsureWritableAsync(cancellationToken).AsTask();

    public override void Flush() => Wait(EnsureWritableAsync(CancellationToken.None));

    public override async Task<UploadResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        try
        {
            if (!_completing)
            {
                _completing = true;
                await WhileUploadRunsAsync(_feed.EndAsync, CancellationToken.None).ConfigureAwait(false);
            }

            return await _upload.ConfigureAwait(false);
        }
        catch (OperationCanceledException ended) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(ended.Message, ended.InnerException, cancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await AbandonAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ = AbandonAsync();
        }

        base.Dispose(disposing);
    }

    private async Task<UploadResult> RunAsync(Func<CancellationToken, Task<UploadResult>> upload)
    {
        try
        {
            return await upload(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (_caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled.InnerException, _caller);
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for memory or for the uploader, no longer than the upload lives: when it has failed, that is what the writer hears.</summary>
    private async ValueTask WhileUploadRunsAsync(Func<CancellationToken, ValueTask> step, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        try
        {
            await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            await _upload.ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask EnsureWritableAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_upload.IsCompleted)
        {
            try
            {
                await _upload.ConfigureAwait(false);
            }
            catch (UploadException failed) when (_caller.IsCancellationRequested)
            {
                // The writer hears of it only now, when the caller has cancelled: an upload that fails after that is a cancellation as well.
                throw new OperationCanceledException(failed.Message, failed, _caller);
            }
        }

        if (_completing)
        {
            throw new InvalidOperationException("The upload is being completed; nothing can be written any more.");
        }
    }

    private async Task AbandonAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_upload).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _feed.DropUnfinished();
        _stop.Dispose();
        _ended.Dispose();
    }

    private static void Wait(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
        }
        else
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }
}
