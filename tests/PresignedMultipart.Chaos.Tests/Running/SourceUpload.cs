using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Uploads the drawn source in the way that such sources are uploaded.</summary>
internal sealed class SourceUpload(Scenario scenario, UploadCall call, ReadOnlyMemory<byte> content, ScriptedSource pieces, SourceFile? file, UploadTarget target)
{
    /// <summary>Whether the reader of the pipe, where there was one, is completed after the upload.</summary>
    public bool IsPipeCompleted { get; private set; } = true;

    private long? Length => scenario.IsLengthDeclared ? scenario.Length : null;

    /// <param name="uploader">Who uploads.</param>
    /// <param name="start">Makes the call for it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The result; <see langword="null"/> when what was opened was disposed of instead of completed.</returns>
    public async Task<UploadResult?> RunAsync(MultipartUploader uploader, Func<UploadSource, Task<UploadResult>> start, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        switch (scenario.Source)
        {
            case SourceKind.File:
                return await start(UploadSource.FromFile(file!.Path));

            case SourceKind.Handle:
                using (SafeFileHandle handle = File.OpenHandle(file!.Path, options: FileOptions.Asynchronous))
                {
                    return await start(UploadSource.FromHandle(handle, SourceFile.Offset, Length));
                }

            case SourceKind.FileStream:
                await using (FileStream stream = File.OpenRead(file!.Path))
                {
                    return await start(UploadSource.FromStream(stream, Length));
                }

            case SourceKind.Memory:
                return await start(UploadSource.FromMemory(content));

            case SourceKind.Stream:
                await using (var stream = new PieceStream(pieces))
                {
                    return await start(UploadSource.FromStream(stream, Length));
                }

            case SourceKind.Pipe:
                return await FromPipeAsync(start);

            case SourceKind.Chunks:
                return await start(UploadSource.FromChunks(pieces.PiecesAsync(cancellationToken: CancellationToken.None), Length));

            case SourceKind.OpenWrite:
                return await WriteAsync(uploader, progress, cancellationToken);

            default:
                throw new ArgumentOutOfRangeException(nameof(start), scenario.Source, "There is no such source.");
        }
    }

    private async Task<UploadResult> FromPipeAsync(Func<UploadSource, Task<UploadResult>> start)
    {
        var pipe = new Pipe();
        using var ended = new CancellationTokenSource();
        Task writing = WriteAsync(pipe.Writer, ended.Token);
        try
        {
            return await start(UploadSource.FromPipe(pipe.Reader, Length));
        }
        catch (ObjectDisposedException tooLate) when (tooLate.ObjectName == typeof(MultipartUploader).FullName && !tooLate.Message.Contains(target.ToString(), StringComparison.Ordinal))
        {
            // It was not taken, and whoever writes would wait for ever.
            await pipe.Reader.CompleteAsync();
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await writing;
            IsPipeCompleted = (await Record.ExceptionAsync(async () => await pipe.Reader.ReadAsync(CancellationToken.None))) is InvalidOperationException;
        }
    }

    private async Task WriteAsync(PipeWriter writer, CancellationToken ended)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> piece in pieces.PiecesAsync(() => ended, CancellationToken.None))
            {
                if ((await writer.WriteAsync(piece, CancellationToken.None)).IsCompleted)
                {
                    break;
                }
            }

            await writer.CompleteAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            await writer.CompleteAsync(failure);
        }
    }

    private async Task<UploadResult?> WriteAsync(MultipartUploader uploader, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        await using UploadStream upload = await uploader.OpenWriteAsync(target, Length, progress, cancellationToken);
        int written = 0;
        await foreach (ReadOnlyMemory<byte> piece in pieces.PiecesAsync(cancellationToken: CancellationToken.None))
        {
            if (call.Ending == Ending.Dispose && ++written > call.EndingStep)
            {
                return null;
            }

            if (scenario.Seed % 2 == 0)
            {
                await upload.WriteAsync(piece, CancellationToken.None);
            }
            else
            {
                // As an archive writes.
                await Task.Run(() => upload.Write(piece.Span), CancellationToken.None);
            }
        }

        return call.Ending == Ending.Dispose ? null : await upload.CompleteAsync(CancellationToken.None);
    }
}
