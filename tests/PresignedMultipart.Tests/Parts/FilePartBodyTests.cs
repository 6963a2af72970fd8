using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Tests.Parts;

/// <summary>Whose the block is that a part of a file is read through.</summary>
public sealed class FilePartBodyTests : IAsyncLifetime, IDisposable
{
    private const int MiB = 1 << 20;

    private readonly string _path = Path.GetTempFileName();
    private readonly MemoryBudget _budget = new(128 * MiB, new ManualTime());
    private PartSource? _source;

    public Task InitializeAsync() => File.WriteAllBytesAsync(_path, new byte[MiB]);

    [Fact]
    public async Task A_body_that_is_given_up_keeps_its_block_until_nobody_reads_into_it_any_more()
    {
        PartBody body = await OpenAsync();
        var sink = new HeldSink();
        Task copy = body.CopyToAsync(sink, default).AsTask();

        body.Dispose();
        Assert.Equal(MemoryBudget.FileBlockSize, _budget.RentedBytes);

        sink.LetGo();
        await copy;
        Assert.Equal(0, _budget.RentedBytes);
    }

    [Fact]
    public async Task A_body_that_was_given_back_is_not_read()
    {
        PartBody body = await OpenAsync();
        body.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => body.CopyToAsync(new HeldSink(), default).AsTask());

        Assert.Equal(0, _budget.RentedBytes);
    }

    public Task DisposeAsync() => _source!.DisposeAsync().AsTask();

    public void Dispose()
    {
        _budget.Dispose();
        File.Delete(_path);
    }

    private async Task<PartBody> OpenAsync()
    {
        _source = await FilePartSource.OpenAsync(_path, _budget, default);
        return await _source.OpenAsync(new Part(1, 0, MiB), default);
    }

    /// <summary>Takes nothing until it is let go.</summary>
    private sealed class HeldSink : IPartSink
    {
        private readonly TaskCompletionSource _released = new();

        public void LetGo() => _released.SetResult();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => new(_released.Task);
    }
}
