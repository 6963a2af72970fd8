using System.IO.Compression;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Writing into an upload.</summary>
public class OpenWriteTests
{
    public static TheoryData<int, bool, bool> Lengths => new()
    {
        { 0, false, false },
        { 0, true, false },
        { 1, false, true },
        { PartSize, false, false },
        { PartSize, true, true },
        { (3 * PartSize) + 12_345, false, false },
        { (3 * PartSize) + 12_345, true, true },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_is_written_arrives(int length, bool declared, bool synchronously)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);
        using MultipartUploader uploader = storage.Uploader(o => o.SinglePutThreshold = 1_000);
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target, declared ? length : null);

        for (int i = 0; i < length; i += 700_001)
        {
            ReadOnlyMemory<byte> piece = content.AsMemory(i, Math.Min(700_001, length - i));
            if (synchronously)
            {
                stream.WriteByte(piece.Span[0]);
                stream.Write(piece.Span[1..]);
            }
            else
            {
                await stream.WriteAsync(piece);
            }
        }

        Assert.Equal(length, stream.Position);
        Assert.Empty(storage.Server.Objects);
        UploadResult result = await stream.CompleteAsync();
        Assert.Equal(content, storage.Stored());
        Assert.Equal(length, result.Length);
        Assert.Same(result, await stream.CompleteAsync());
        Assert.Equal(0, uploader.Memory.RentedBytes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WriteAsync(content.AsMemory()).AsTask());
    }

    [Fact]
    public async Task An_archive_is_written_straight_into_an_object()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(PartSize + 1_000);
        await using UploadStream stream = await storage.Uploader().OpenWriteAsync(storage.Target);

        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using Stream entry = archive.CreateEntry("a.bin", CompressionLevel.NoCompression).Open();
            await entry.WriteAsync(content);
        }

        await stream.CompleteAsync();
        using var stored = new ZipArchive(new MemoryStream(storage.Stored()));
        using var copy = new MemoryStream();
        await using Stream read = stored.Entries.Single().Open();
        await read.CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData((2 * PartSize) + 5)]
    public async Task Disposed_before_it_is_completed_it_leaves_nothing(int written)
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader();
        UploadStream stream = await uploader.OpenWriteAsync(storage.Target);
        await stream.WriteAsync(Content(written));

        await stream.DisposeAsync();

        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.CompleteAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.WriteAsync(Content(1)).AsTask());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(PartSize)]
    public async Task With_all_declared_bytes_written_but_not_completed_nothing_stands(int length)
    {
        await using Storage storage = await StartAsync();
        UploadStream stream = await storage.Uploader(o => o.SinglePutThreshold = PartSize).OpenWriteAsync(storage.Target, length);
        await stream.WriteAsync(Content(length));

        await stream.DisposeAsync();

        Assert.Equal(0, storage.Server.RequestCount);
    }

    [Fact]
    public async Task A_failed_upload_is_heard_by_a_writer_that_waits_and_by_whoever_writes_next()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");
        using MultipartUploader uploader = storage.Uploader(o => o.MemoryLimit = 25 * MiB);
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target);
        byte[] content = Content(MiB);

        var failure = await Assert.ThrowsAsync<UploadException>(async () =>
        {
            while (true)
            {
                await stream.WriteAsync(content);
            }
        });

        Assert.Equal("AccessDenied", failure.ErrorCode);
        Assert.Same(failure, await Assert.ThrowsAsync<UploadException>(() => stream.FlushAsync()));
        Assert.Same(failure, await Assert.ThrowsAsync<UploadException>(() => stream.WriteAsync(content).AsTask()));
        Assert.Same(failure, await Assert.ThrowsAsync<UploadException>(() => stream.CompleteAsync()));
        await stream.DisposeAsync();
        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(10, 11)]
    [InlineData(PartSize + 10, PartSize)]
    [InlineData(PartSize + 10, (2 * PartSize) + 1)]
    public async Task Other_than_the_declared_number_of_bytes_fail(int declared, int written)
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader(o => o.SinglePutThreshold = 1_000);
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target, declared);

        var failure = await Assert.ThrowsAsync<UploadException>(async () =>
        {
            await stream.WriteAsync(Content(written));
            await stream.CompleteAsync();
        });

        Assert.Contains($"to give {declared} bytes", failure.Message, StringComparison.Ordinal);
        await stream.DisposeAsync();
        storage.AssertNothingStands();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task Whoever_writes_after_the_cancellation_hears_of_that_and_inside_it_of_an_earlier_failure()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");
        using MultipartUploader uploader = storage.Uploader(o => o.MemoryLimit = 25 * MiB);
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target, null, null, cancellation.Token);
        byte[] content = Content(MiB);
        var failure = await Assert.ThrowsAsync<UploadException>(async () =>
        {
            while (true)
            {
                await stream.WriteAsync(content);
            }
        });

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => stream.WriteAsync(content).AsTask());
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Same(failure, cancelled.InnerException);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_to_write_it_leaves_nothing()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Stall(afterBytes: 1_000_000);
        using MultipartUploader uploader = storage.Uploader(o => o.MemoryLimit = 25 * MiB);
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target, null, null, cancellation.Token);
        Task writing = stream.WriteAsync(Content(10 * PartSize)).AsTask();

        await storage.Server.WaitForRequestAsync(request => request.PartNumber == 3);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        storage.AssertNothingStands();
        await stream.DisposeAsync();
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task Cancelled_while_it_completes_it_leaves_nothing()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Stall(afterBytes: 1_000_000);
        await using UploadStream stream = await storage.Uploader().OpenWriteAsync(storage.Target);
        await stream.WriteAsync(Content(PartSize));
        Task completing = stream.CompleteAsync(cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.PartNumber == 1);
        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => completing)).CancellationToken);
        storage.AssertNothingStands();
    }
}
