using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Every source, and what of it arrives.</summary>
public class StreamTests
{
    public static TheoryData<int, int, bool> Lengths => new()
    {
        { 0, 1, false },
        { 0, 1, true },
        { 1, 1, false },
        { PartSize - 1, 1, false },
        { PartSize, 1, false },
        { PartSize, 1, true },
        { PartSize + 1, 2, false },
        { (3 * PartSize) + 12_345, 4, false },
        { (3 * PartSize) + 12_345, 4, true },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task A_stream_that_cannot_seek_arrives_in_equal_parts(int length, int partCount, bool declared)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);
        using var stream = new ScriptedStream(content, () => 100_001);
        using MultipartUploader uploader = storage.Uploader();

        UploadResult result = await uploader.UploadAsync(UploadSource.FromStream(stream, declared ? length : null), storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal((length, partCount), (result.Length, result.PartCount));
        Assert.All(storage.Server.FindObject(Bucket, storage.Target.Key)!.PartLengths.SkipLast(1), part => Assert.Equal(PartSize, part));
        Assert.Empty(storage.Server.MultipartUploads);
        Assert.False(stream.IsDisposed);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1_000, false)]
    [InlineData(1_000, true)]
    [InlineData(4 * MiB, false)]
    [InlineData(4 * MiB, true)]
    public async Task A_stream_that_ends_within_the_threshold_is_one_put(int length, bool declared)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);

        UploadResult result = await storage.Uploader(o => o.SinglePutThreshold = 4 * MiB)
            .UploadAsync(UploadSource.FromStream(new ScriptedStream(content), declared ? length : null), storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Null(result.UploadId);
        Assert.Single(storage.Server.Requests);
    }

    [Fact]
    public async Task A_file_stream_is_read_from_its_position_and_neither_moved_nor_closed()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 100);
        await using var file = new FileStream(storage.File(content), FileMode.Open, FileAccess.Read) { Position = 50 };

        await storage.Uploader().UploadAsync(UploadSource.FromStream(file), storage.Target);

        Assert.Equal(content[50..], storage.Stored());
        Assert.Equal(50, file.Position);
        Assert.True(file.CanRead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_closed_when_it_was_asked_for(bool isFile)
    {
        await using Storage storage = await StartAsync();
        Stream stream = isFile ? File.OpenRead(storage.File(Content(10))) : new ScriptedStream(Content(10));

        await storage.Uploader().UploadAsync(UploadSource.FromStream(stream, leaveOpen: false), storage.Target);

        Assert.True(stream is ScriptedStream { IsDisposed: true } or FileStream { CanRead: false });
    }

    [Fact]
    public async Task Memory_streams_are_read_from_their_position()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(PartSize + 100);
        using var visible = new MemoryStream();
        visible.Write(content);
        visible.Position = 70;
        using var hidden = new MemoryStream(content, writable: false) { Position = 70 };

        foreach (MemoryStream stream in new[] { visible, hidden })
        {
            await storage.Uploader().UploadAsync(UploadSource.FromStream(stream), storage.Target);
            Assert.Equal(content[70..], storage.Stored());
        }
    }

    [Fact]
    public async Task A_range_of_an_open_file_arrives()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(3 * PartSize);
        using SafeFileHandle file = File.OpenHandle(storage.File(content));

        await storage.Uploader().UploadAsync(UploadSource.FromHandle(file, 1_000, PartSize + 5), storage.Target);
        Assert.Equal(content[1_000..(PartSize + 1_005)], storage.Stored());

        await storage.Uploader().UploadAsync(UploadSource.FromHandle(file, 1_000), storage.Target);
        Assert.Equal(content[1_000..], storage.Stored());

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => storage.Uploader().UploadAsync(UploadSource.FromHandle(file, 1_000, content.Length), storage.Target));
        Assert.Contains($"{content.Length} bytes", refusal.Message, StringComparison.Ordinal);
        Assert.False(file.IsClosed);
    }

    [Fact]
    public async Task What_is_written_into_a_pipe_arrives()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 77);
        var pipe = new Pipe();
        Task writing = WriteAsync();

        await storage.Uploader().UploadAsync(UploadSource.FromPipe(pipe.Reader), storage.Target);

        await writing;
        Assert.Equal(content, storage.Stored());

        async Task WriteAsync()
        {
            for (int i = 0; i < content.Length; i += 333_333)
            {
                await pipe.Writer.WriteAsync(content.AsMemory(i, Math.Min(333_333, content.Length - i)));
            }

            await pipe.Writer.CompleteAsync();
        }
    }

    [Fact]
    public async Task Chunks_of_any_lengths_arrive()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 77);

        await storage.Uploader().UploadAsync(UploadSource.FromChunks(Chunks()), storage.Target);

        Assert.Equal(content, storage.Stored());

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks()
        {
            yield return default;
            yield return content.AsMemory(0, PartSize + 500);
            await Task.Yield();
            yield return content.AsMemory(PartSize + 500, 1);
            yield return content.AsMemory(PartSize + 501);
        }
    }

    [Fact]
    public async Task Pieces_of_memory_arrive()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content((2 * PartSize) + 77);
        var last = new Piece(content.AsMemory(PartSize + 10), null, PartSize + 10);
        var first = new Piece(content.AsMemory(0, PartSize + 10), last, 0);

        await storage.Uploader().UploadAsync(UploadSource.FromSequence(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length)), storage.Target);

        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task A_part_of_a_stream_is_sent_again_from_memory()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Attempt(1).ResetAfterBytes(1_000_000);
        byte[] content = Content((3 * PartSize) + 1);
        using var stream = new ScriptedStream(content);
        using MultipartUploader uploader = storage.Uploader();

        UploadResult result = await uploader.UploadAsync(UploadSource.FromStream(stream), storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal(content.Length, stream.BytesRead);
        Assert.True(result.BytesResent > 0);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task The_next_part_is_read_while_others_are_sent()
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.UploadPart).StallUntil(go.Task);
        var readFour = new TaskCompletionSource();
        using var stream = new ScriptedStream(Content(5 * PartSize))
        {
            BeforeRead = (read, _) =>
            {
                if (read > 3 * PartSize)
                {
                    readFour.TrySetResult();
                }

                return default;
            },
        };

        Task upload = storage.Uploader(o => o.MaxConcurrency = 3).UploadAsync(UploadSource.FromStream(stream), storage.Target);

        await readFour.Task;
        go.SetResult();
        await upload;
        Assert.Equal(3, storage.Server.PeakConcurrentRequests);
    }

    [Fact]
    public async Task Of_unknown_length_progress_has_no_total_until_the_end_and_each_part_has_a_url_for_its_own_length()
    {
        await using Storage storage = await StartAsync();
        var reports = new List<UploadProgress>();
        var stalled = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(1).StallUntil(stalled.Task);
        var time = new ManualTime();
        Task<UploadResult> upload = storage.Uploader(o => o.MaxConcurrency = 1, time)
            .UploadAsync(UploadSource.FromStream(new ScriptedStream(Content((3 * PartSize) + 1))), storage.Target, new Recorder(reports));

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart);
        time.Advance(TimeSpan.FromSeconds(1));
        stalled.SetResult();
        await upload;

        Assert.Equal((null, null, null), (reports[0].TotalBytes, reports[0].PartCount, reports[0].Percent));
        Assert.Equal(((3L * PartSize) + 1, 4, 100.0), (reports[^1].TotalBytes, reports[^1].PartCount, reports[^1].Percent));
        Assert.Contains([4], storage.Provider.Windows);
    }

    private sealed class Recorder(List<UploadProgress> reports) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => reports.Add(value);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? next, long runningIndex)
        {
            Memory = memory;
            Next = next;
            RunningIndex = runningIndex;
        }
    }
}
