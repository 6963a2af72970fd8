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

    [Fact]
    public void A_minute_is_a_lifetime() =>
        Assert.NotNull(new DistributedCacheUploadJournal(_cache, lifetime: TimeSpan.FromMinutes(1)));

    [Theory]
    [InlineData(null, 7 * 24 * 60)]
    [InlineData(90, 90)]
    public async Task A_line_is_kept_for_its_lifetime(int? given, int expected)
    {
        var cache = new ScriptedCache(_cache);
        await using IUploadLog log = await new DistributedCacheUploadJournal(cache, lifetime: given is { } minutes ? TimeSpan.FromMinutes(minutes) : null).OpenAsync(Name);

        await log.AppendAsync("one");

        Assert.Equal(TimeSpan.FromMinutes(expected), Assert.Single(cache.Lifetimes));
    }

    [Fact]
    public async Task Journals_with_other_prefixes_know_nothing_of_each_other()
    {
        await using (IUploadLog mine = await new DistributedCacheUploadJournal(_cache, "mine:").OpenAsync(Name))
        {
            await mine.AppendAsync("one");
        }

        await using IUploadLog theirs = await new DistributedCacheUploadJournal(_cache, "theirs:").OpenAsync(Name);

        Assert.Empty(theirs.Lines);
        Assert.NotNull(_cache.Get($"mine:{Name}:0"));
    }

    [Fact]
    public async Task A_log_that_was_deleted_by_half_is_empty()
    {
        await WriteAsync([.. Enumerable.Range(0, 130).Select(number => $"{number}")]);
        var cache = new ScriptedCache(_cache);
        await using (IUploadLog log = await new DistributedCacheUploadJournal(cache).OpenAsync(Name))
        {
            cache.Before = key => _ = key.EndsWith(":0", StringComparison.Ordinal) ? 0 : throw new TimeoutException("The cache is down.");
            await Assert.ThrowsAsync<IOException>(() => log.DeleteAsync());
        }

        await using IUploadLog again = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);

        Assert.Empty(again.Lines);
    }

    [Fact]
    public async Task A_line_that_the_cache_did_not_take_leaves_no_gap()
    {
        var cache = new ScriptedCache(_cache);
        await using (IUploadLog log = await new DistributedCacheUploadJournal(cache).OpenAsync(Name))
        {
            cache.Before = _ => throw new TimeoutException("The cache is down.");
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync("lost"));
            cache.Before = _ => { };
            await log.AppendAsync("one");
        }

        await using IUploadLog again = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);

        Assert.Equal(["one"], again.Lines);
    }

    public static TheoryData<string> Calls => ["open", "append", "delete"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_cache_that_fails_is_a_journal_that_fails(string call)
    {
        var cache = new ScriptedCache(_cache);
        Func<CancellationToken, Task> calling = await PrepareAsync(cache, call);
        cache.Before = _ => throw new TimeoutException("The cache is down.");

        var failure = await Assert.ThrowsAsync<IOException>(() => calling(CancellationToken.None));

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("The cache is down.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_cancelled_call_is_cancelled_and_no_failure_of_the_cache(string call)
    {
        var cache = new ScriptedCache(_cache);
        Func<CancellationToken, Task> calling = await PrepareAsync(cache, call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_log_without_a_name_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new DistributedCacheUploadJournal(_cache).OpenAsync(""));

    [Fact]
    public void Neither_a_cache_nor_a_prefix_may_be_missing()
    {
        Assert.Throws<ArgumentNullException>("cache", () => new DistributedCacheUploadJournal(null!));
        Assert.Throws<ArgumentNullException>("prefix", () => new DistributedCacheUploadJournal(_cache, null!));
    }

    private static async Task<Func<CancellationToken, Task>> PrepareAsync(ScriptedCache cache, string call)
    {
        var journal = new DistributedCacheUploadJournal(cache);
        IUploadLog log = await journal.OpenAsync(Name);
        return call switch
        {
            "open" => token => journal.OpenAsync(Name, token),
            "append" => token => log.AppendAsync("one", token),
            _ => log.DeleteAsync,
        };
    }

    private async Task WriteAsync(params string[] lines)
    {
        await using IUploadLog log = await new DistributedCacheUploadJournal(_cache).OpenAsync(Name);
        foreach (string line in lines)
        {
            await log.AppendAsync(line);
        }
    }

    /// <summary>A cache that fails where a test says so, and knows how long it was to keep what.</summary>
    private sealed class ScriptedCache(IDistributedCache cache) : IDistributedCache
    {
        public Action<string> Before { get; set; } = _ => { };

        public List<TimeSpan?> Lifetimes { get; } = [];

        public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            token.ThrowIfCancellationRequested();
            Before(key);
            return await cache.GetAsync(key, token);
        }

        public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            token.ThrowIfCancellationRequested();
            Before(key);
            Lifetimes.Add(options.AbsoluteExpirationRelativeToNow);
            await cache.SetAsync(key, value, options, token);
        }

        public async Task RemoveAsync(string key, CancellationToken token = default)
        {
            token.ThrowIfCancellationRequested();
            Before(key);
            await cache.RemoveAsync(key, token);
        }

        public byte[]? Get(string key) => throw new NotSupportedException();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
    }
}
