using System.Buffers;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What holds for every source, however its bytes come.</summary>
public class SourceProperties
{
    private const int Limit = 25 * MiB;

    private static readonly byte[] Bytes = Content((3 * PartSize) + 1);

    // Around the edges of parts, where mistakes are.
    private static readonly Gen<int> Lengths =
        from parts in Gen.Choose(0, 3)
        from around in Gen.OneOf(Gen.Choose(-2, 2), Gen.Choose(0, PartSize / 2))
        select Math.Clamp((parts * PartSize) + around, 0, Bytes.Length);

    private static readonly Gen<int[]> Chunks = Gen.OneOf(Gen.Choose(1, 5_000_000), Gen.Choose(50_000, 300_000)).NonEmptyListOf().Select(chunks => chunks.ToArray());

    public enum Kind
    {
        Stream,
        FileStream,
        Pipe,
        Chunks,
        Sequence,
        OpenWrite,
    }

    [Fact]
    public async Task Any_source_in_any_chunks_makes_the_same_object_within_the_memory()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => (o.MemoryLimit, o.SinglePutThreshold) = (Limit, 1 * MiB));
        var cases = from kind in Gen.Elements(Enum.GetValues<Kind>())
                    from length in Lengths
                    from chunks in Chunks
                    from declared in Gen.Elements(true, false)
                    select (kind, length, chunks, declared);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(cases.ToArbitrary(), one =>
            {
                UploadResult result = UploadAsync(storage, uploader, one.kind, Bytes.AsMemory(0, one.length), one.chunks, one.declared ? one.length : null).GetAwaiter().GetResult();
                return result.Length == one.length && Bytes.AsSpan(0, one.length).SequenceEqual(storage.Stored()) && uploader.Memory.RentedBytes == 0;
            }));

        Assert.InRange(uploader.Memory.PeakBytes, 1, Limit);
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task Cancelled_at_any_step_it_leaves_nothing_in_the_storage_and_nothing_in_memory()
    {
        await using Storage storage = await StartAsync();
        var cases = from step in Gen.Choose(0, 40)
                    from chunk in Gen.Choose(300_000, 2_000_000)
                    select (step, chunk);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(cases.ToArbitrary(), one => CancelAsync(storage, one.step, one.chunk).GetAwaiter().GetResult()));
    }

    /// <summary>Every read, every call for a URL and every byte counter that passes is a step.</summary>
    private static async Task<bool> CancelAsync(Storage storage, int step, int chunk)
    {
        using var cancellation = new CancellationTokenSource();
        using MultipartUploader uploader = storage.Uploader(o => o.MemoryLimit = Limit);
        int steps = 0;
        storage.Provider.BeforePresignParts = (_, _) => StepAsync().AsTask();
        using var stream = new ScriptedStream(Bytes, () => chunk) { BeforeRead = (_, _) => StepAsync() };
        var target = new UploadTarget(Bucket, $"cancelled/{step}/{chunk}/{Guid.NewGuid()}");
        bool completed = false;
        try
        {
            await uploader.UploadAsync(UploadSource.FromStream(stream), target, null, cancellation.Token);
            completed = true;
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == cancellation.Token)
        {
        }

        return completed == storage.Server.FindObject(Bucket, target.Key) is not null
            && completed == steps <= step
            && storage.Server.MultipartUploads.Count == 0
            && uploader.Memory.RentedBytes == 0;

        ValueTask StepAsync() => Interlocked.Increment(ref steps) == step + 1 ? new ValueTask(cancellation.CancelAsync()) : default;
    }

    private static async Task<UploadResult> UploadAsync(Storage storage, MultipartUploader uploader, Kind kind, ReadOnlyMemory<byte> content, int[] chunks, long? length)
    {
        int next = 0;
        switch (kind)
        {
            case Kind.FileStream:
                await using (FileStream file = File.OpenRead(storage.File(content.ToArray())))
                {
                    return await uploader.UploadAsync(UploadSource.FromStream(file, length), storage.Target);
                }

            case Kind.Pipe:
                var pipe = new Pipe();
                Task writing = WriteAsync(pipe.Writer.AsStream());
                UploadResult result = await uploader.UploadAsync(UploadSource.FromPipe(pipe.Reader, length), storage.Target);
                await writing;
                return result;

            case Kind.Chunks:
                return await uploader.UploadAsync(UploadSource.FromChunks(Pieces().ToAsyncEnumerable(), length), storage.Target);

            case Kind.Sequence:
                return await uploader.UploadAsync(UploadSource.FromSequence(new ReadOnlySequence<byte>(content)), storage.Target);

            case Kind.OpenWrite:
                await using (UploadStream upload = await uploader.OpenWriteAsync(storage.Target, length))
                {
                    foreach (ReadOnlyMemory<byte> piece in Pieces())
                    {
                        await upload.WriteAsync(piece);
                    }

                    return await upload.CompleteAsync();
                }

            default:
                using (var stream = new ScriptedStream(content, NextChunk))
                {
                    return await uploader.UploadAsync(UploadSource.FromStream(stream, length), storage.Target);
                }
        }

        int NextChunk() => chunks[next++ % chunks.Length];

        IEnumerable<ReadOnlyMemory<byte>> Pieces()
        {
            for (int at = 0, count; at < content.Length; at += count)
            {
                count = Math.Min(NextChunk(), content.Length - at);
                yield return content.Slice(at, count);
            }
        }

        async Task WriteAsync(Stream into)
        {
            await using (into)
            {
                foreach (ReadOnlyMemory<byte> piece in Pieces())
                {
                    await into.WriteAsync(piece);
                }
            }
        }
    }
}
