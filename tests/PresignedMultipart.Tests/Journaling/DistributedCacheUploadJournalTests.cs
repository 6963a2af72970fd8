using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace PresignedMultipart.Tests.Journaling;

public class DistributedCacheUploadJournalTests
{
    private const string Name = "0123456789abcdef0123456789abcdef";

    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(200)]
    public async Task Lines_are_there_when_another_worker_opens_the_log(int count)
    {
        string[] lines = [.. Enumerable.Range(0, count).Select(number => $"line {number}")];
        await WriteAsync(lines);

        await using IUploadLog log = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);

        Assert.Equal(lines, log.Lines);
    }

    [Fact]
    public async Task What_is_added_follows_what_was_there()
    {
        await WriteAsync("one");
        await WriteAsync("two");

        await using IUploadLog log = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);

        Assert.Equal(["one", "two"], log.Lines);
    }

    [Fact]
    public async Task A_log_that_is_deleted_leaves_no_key()
    {
        await WriteAsync([.. Enumerable.Range(0, 130).Select(number => $"{number}")]);
        await using (IUploadLog log = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name))
        {
            await log.DeleteAsync();
        }

        Assert.All(Enumerable.Range(0, 130), number => Assert.Null(_cache.Get($"presigned-multipart:{Name}:{number}")));
    }

    [Fact]
    public void It_says_that_it_cannot_be_listed() =>
        Assert.Throws<NotSupportedException>(() => new DistributedCacheUploadJournal(_cache).ReadAllAsync());

    [Fact]
    public void A_lifetime_too_short_to_be_meant_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedCacheUploadJournal(_cache, lifetime: TimeSpan.FromSeconds(59)));

    private async Task WriteAsync(params string[] lines)
    {
        await using IUploadLog log = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);
        foreach (string line in lines)
        {
            await log.AppendAsync(line);
        }
    }
}
