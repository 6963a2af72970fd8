using System.Buffers;

namespace PresignedMultipart.Parts;

/// <summary>Finds the best way to read a source: in place and in parallel where that can be, else once and in order.</summary>
internal static class PartSourceFactory
{
    public static ValueTask<PartSource> OpenAsync(UploadSource source, MultipartUploadOptions options, PresignedUrlProviderCapabilities capabilities, MemoryBudget budget, TimeProvider time, CancellationToken cancellationToken)
    {
        return source is UploadSource.FileSource file
            ? new ValueTask<PartSource>(FilePartSource.OpenAsync(file.Path, budget, cancellationToken))
            : ValueTask.FromResult(Open());

        PartSource Open() => source switch
        {
            UploadSource.HandleSource file => new FilePartSource(file.Handle, "(open handle)", file.Offset, file.Length, budget, owned: null),
            UploadSource.SequenceSource memory => new MemoryPartSource(memory.Content),
            UploadSource.StreamSource stream => OpenStream(stream),
            UploadSource.PipeSource pipe => Read(new PipeByteReader(pipe.Reader), pipe.Length),
            UploadSource.ChunksSource chunks => Read(new ChunkByteReader(chunks.Chunks), chunks.Length),
            _ => throw new InvalidOperationException($"There is no way to read a {source.GetType().Name}."),
        };

        PartSource OpenStream(UploadSource.StreamSource source)
        {
            Stream stream = source.Stream;
            long? rest = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;
            if (rest is { } length && (source.Length ?? length) == length)
            {
                IDisposable? owned = source.LeaveOpen ? null : stream;
                // Exactly these types: a derived one may give other bytes than its file or its buffer holds.
                if (stream.GetType() == typeof(FileStream))
                {
                    var file = (FileStream)stream;
                    return new FilePartSource(file.SafeFileHandle, file.Name, file.Position, length, budget, owned);
                }

                if (stream.GetType() == typeof(MemoryStream) && ((MemoryStream)stream).TryGetBuffer(out ArraySegment<byte> buffer))
                {
                    return new MemoryPartSource(new ReadOnlySequence<byte>(buffer.AsMemory((int)(buffer.Count - length))), owned);
                }
            }

            return Read(new StreamByteReader(stream, source.LeaveOpen), source.Length ?? rest);
        }

        PartSource Read(ByteReader reader, long? length)
        {
            PartPlan plan = PartPlan.Create(length, options, capabilities, budget);
            source.TakeOnce();
            return new BufferedPartSource(new ReadingFeed(reader, plan, budget, time));
        }
    }
}
