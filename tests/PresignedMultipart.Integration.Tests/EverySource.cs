using System.IO.Pipelines;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A file's bytes, as every kind of source that there is.</summary>
internal static class EverySource
{
    public static readonly string[] Names =
        ["file", "handle", "file stream", "stream of known length", "stream of unknown length", "memory", "sequence", "pipe", "chunks", "written"];

    /// <summary>Uploads the file's bytes from a source of this kind.</summary>
    public static async Task<UploadResult> UploadAsync(
        MultipartUploader uploader, string source, string path, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (source == "written")
        {
            await using UploadStream upload = await uploader.OpenWriteAsync(target, progress: progress, cancellationToken: cancellationToken);
            await using FileStream written = File.OpenRead(path);
            await written.CopyToAsync(upload, bufferSize: 7_919, cancellationToken);
            return await upload.CompleteAsync(cancellationToken);
        }

        await using FileStream file = File.OpenRead(path);
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return await uploader.UploadAsync(
            source switch
            {
                "file" => UploadSource.FromFile(path),
                "handle" => UploadSource.FromHandle(file.SafeFileHandle),
                "file stream" => UploadSource.FromStream(file),
                "stream of known length" => UploadSource.FromStream(new StreamThatCannotSeek(file), bytes.Length),
                "stream of unknown length" => UploadSource.FromStream(new StreamThatCannotSeek(file)),
                "memory" => UploadSource.FromMemory(bytes),
                "sequence" => UploadSource.FromSequence(new(bytes)),
                "pipe" => UploadSource.FromPipe(PipeReader.Create(new StreamThatCannotSeek(file))),
                "chunks" => UploadSource.FromChunks(ChunksOf(bytes)),
                _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
            },
            target,
            progress,
            cancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksOf(byte[] bytes)
    {
        // Lengths that fit no part: 1, 3, 9, 27, … bytes, and none at all.
        yield return ReadOnlyMemory<byte>.Empty;
        for (int offset = 0, length = 1; offset < bytes.Length; offset += length, length = Math.Min(length * 3, bytes.Length - offset))
        {
            yield return bytes.AsMemory(offset, length);
            await Task.Yield();
        }
    }
}
