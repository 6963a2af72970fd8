using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Uploads the drawn source in the way that such sources are uploaded.</summary>
internal sealed class SourceUpload(Scenario scenario, ScriptedSource pieces, SourceFile? file, UploadTarget target)
{
    /// <summary>Whether the reader of the pipe, where there was one, is completed after the upload.</summary>
    public bool IsPipeCompleted { get; private set; } = true;

    private long? Length => scenario.IsLengthDeclared ? scenario.Length : null;

    /// <returns>The result; <see langword="null"/> when what was opened was disposed of instead of completed.</returns>
    public async Task<UploadResult?> RunAsync(MultipartUploader uploader, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        switch (scenario.Source)
        {
            case SourceKind.File:
                return await uploader.UploadFileAsync(file!.Path, target, progress, cancellationToken);

            case SourceKind.Handle:
                using (SafeFileHandle handle = File.OpenHandle(file!.Path, options: FileOptions.Asynchronous))
                {
                    return await uploader.UploadAsync(UploadSource.FromHandle(handle, SourceFile.Offset, Length), target, progress, cancellationToken);
                }

            case SourceKind.FileStream:
                await using (FileStream stream = File.OpenRead(file!.Path))
                {
                    return await uploader.UploadAsync(UploadSource.FromStream(stream, Length), target, progress, cancellationToken);
                }

            case SourceKind.Memory:
                return await uploader.UploadAsync(Bytes.Of(scenario), target, progress, cancellationToken);

            case SourceKind.Stream:
                await using (var stream = new PieceStream(pieces))
                {
                    return await uploader.UploadAsync(UploadSource.FromStream(stream, Length), target, progress, cancellationToken);
                }

            case SourceKind.Pipe:
                return await FromPipeAsync(uploader, progress, cancellationToken);

            case SourceKind.Chunks:
                return await uploader.UploadAsync(UploadSource.FromChunks(pieces.PiecesAsync(cancellationToken: CancellationToken.None), Length), target, progress, cancellationToken);

            case SourceKind.OpenWrite:
                return await WriteAsync(uploader, progress, cancellationToken);

            default:
                throw new ArgumentOutOfRangeException(nameof(uploader), scenario.Source, "There is no such source.");
        }
    }

    private async Task<UploadResult> FromPipeAsync(MultipartUploader uploader, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        using var ended = new CancellationTokenSource();
        Task writing = WriteAsync(pipe.Writer, ended.Token);
        try
        {
            return await uploader.UploadAsync(UploadSource.FromPipe(pipe.Reader, Length), target, progress, cancellationToken);
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
            if (scenario.Ending == Ending.Dispose && ++written > scenario.EndingStep)
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

        return scenario.Ending == Ending.Dispose ? null : await upload.CompleteAsync(CancellationToken.None);
    }
}
