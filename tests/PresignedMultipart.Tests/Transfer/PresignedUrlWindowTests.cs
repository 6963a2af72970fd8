using System.Globalization;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class PresignedUrlWindowTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<int[]> _calls = [];
    private readonly PartPlan _plan = PartPlan.Create(10 * S3Limits.MinPartSize, new MultipartUploadOptions { PartSize = S3Limits.MinPartSize }, PresignedUrlProviderCapabilities.None);
    private PresignedUrlWindow _window = null!;
    private TaskCompletionSource? _go;
    private bool _fails;
    private int _drop;
    private int _asked;
    private int _cancelled;
    private DateTimeOffset? _signedAt;

    /// <summary>The part numbers of each call that was answered.</summary>
    private int[][] Signed
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    [Fact]
    public async Task While_one_window_is_sent_the_next_isSigned_and_no_more()
    {
        Make(size: 4);

        await TakeAsync(1);
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8]], Signed);

        await TakeAsync(2, 3, 4);
        Assert.Equal(2, Signed.Length);

        await TakeAsync(5);
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]], Signed);
    }

    [Fact]
    public async Task Only_one_window_is_asked_for_at_a_time()
    {
        Make(size: 2);
        await TakeAsync(1);
        _go = new TaskCompletionSource();

        await TakeAsync(2, 3, 4);
        Task<PresignedUrl> fifth = _window.TakeAsync(_plan[5], checksum: null, default).AsTask();
        Task<PresignedUrl> sixth = _window.TakeAsync(_plan[6], checksum: null, default).AsTask();
        Assert.False(fifth.IsCompleted);
        _go.SetResult();

        await Task.WhenAll(fifth, sixth);
        Assert.Equal([[1, 2], [3, 4], [5, 6]], Signed.Where(numbers => numbers[0] < 7));
    }

    [Fact]
    public async Task When_a_slow_signer_has_answered_the_next_window_is_asked_for_before_its_parts_come()
    {
        Make(size: 2);
        _go = new TaskCompletionSource();
        Task<PresignedUrl> first = _window.TakeAsync(_plan[1], checksum: null, default).AsTask();
        Task<PresignedUrl> second = _window.TakeAsync(_plan[2], checksum: null, default).AsTask();

        _go.SetResult();
        await Task.WhenAll(first, second);

        await _window.Asking;
        Assert.Equal([[1, 2], [3, 4]], Signed);
    }

    [Fact]
    public async Task Of_a_signer_that_takes_one_part_at_a_time_a_window_is_asked_for_at_the_same_time()
    {
        Make(size: 3, inOneCall: false);
        _go = new TaskCompletionSource();

        Task<PresignedUrl> first = _window.TakeAsync(_plan[1], checksum: null, default).AsTask();
        while (_asked < 3)
        {
            await Task.Yield();
        }

        _go.SetResult();
        await first;
        Assert.Equal([[1], [2], [3]], Signed.Where(numbers => numbers[0] < 4).OrderBy(numbers => numbers[0]));
    }

    [Fact]
    public async Task A_url_is_given_out_once()
    {
        Make(size: 2);

        await TakeAsync(1, 1, 2);

        Assert.Single(Signed, numbers => numbers.SequenceEqual([1]));
    }

    [Fact]
    public async Task A_worker_that_comes_early_does_not_leave_a_gap()
    {
        Make(size: 2);

        await TakeAsync(5, 1, 2, 3, 4, 6);

        Assert.Equal([[1, 2], [3, 4], [5, 6]], Signed.Where(numbers => numbers[0] < 7).OrderBy(numbers => numbers[0]));
    }

    [Fact]
    public async Task Of_unknown_length_parts_are_taken_to_be_whole_until_one_is_not()
    {
        Make(size: 2, PartPlan.Create(null, new MultipartUploadOptions { PartSize = S3Limits.MinPartSize }, PresignedUrlProviderCapabilities.None, new MemoryBudget(100 << 20, _time)));

        await TakeAsync(1, 2);
        PresignedUrl last = await _window.TakeAsync(new Part(3, 2 * S3Limits.MinPartSize, 7), checksum: null, default);

        Assert.Equal("7", last.Headers["Content-Length"]);
        Assert.Equal([[1, 2], [3, 4], [3]], Signed.Where(numbers => numbers[0] < 5));
    }

    [Fact]
    public async Task A_failure_ahead_is_nobodys_until_the_url_is_needed_and_then_it_is_asked_for_again()
    {
        Make(size: 2);
        await TakeAsync(1);
        _fails = true;
        await TakeAsync(2, 3, 4);

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => TakeAsync(5));
        _fails = false;
        await TakeAsync(6);

        Assert.Contains([6], Signed);
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_others_their_urls()
    {
        Make(size: 2);
        _go = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        Task<PresignedUrl> first = _window.TakeAsync(_plan[1], checksum: null, cancellation.Token).AsTask();
        Task<PresignedUrl> second = _window.TakeAsync(_plan[2], checksum: null, default).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _go.SetResult();

        Assert.Contains("partNumber=2&", (await second).Uri.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_cancelled_while_another_asks_for_its_url_asks_for_none()
    {
        Make(size: 2);
        _go = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        Task<PresignedUrl> first = _window.TakeAsync(_plan[1], checksum: null, default).AsTask();
        Task<PresignedUrl> second = _window.TakeAsync(_plan[2], checksum: null, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(0, _cancelled);
        _go.SetResult();
        await first;
    }

    [Fact]
    public async Task Disposed_it_cancels_what_was_asked_ahead_and_waits_for_its_end()
    {
        Make(size: 2);
        await TakeAsync(1);
        _go = new TaskCompletionSource();
        await TakeAsync(2, 3);
        while (_asked < 3)
        {
            await Task.Yield();
        }

        await _window.DisposeAsync();

        Assert.Equal(1, _cancelled);
    }

    [Fact]
    public async Task A_url_that_grew_old_in_the_window_is_not_used()
    {
        Make(size: 2);
        await TakeAsync(1);

        _time.Advance(TimeSpan.FromSeconds(596));
        await TakeAsync(2);

        Assert.Equal([[1, 2], [2]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task A_url_that_still_lives_is_used()
    {
        Make(size: 2);
        await TakeAsync(1);

        _time.Advance(TimeSpan.FromSeconds(594));
        await TakeAsync(2);

        Assert.Equal([[1, 2]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task A_url_that_was_signed_early_is_not_used_once_the_storages_clock_is_known()
    {
        Make(size: 2);
        // Signed 9:50 before it comes, for 10 min.
        _signedAt = _time.Start - TimeSpan.FromSeconds(590);
        await TakeAsync(1);
        _signedAt = _time.Start;

        _window.Clock.Learn(_time.Start);
        _time.Advance(TimeSpan.FromSeconds(5));
        await TakeAsync(2);

        Assert.Equal([[1, 2], [2]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task A_clock_of_the_storages_that_is_behind_makes_no_url_live_longer()
    {
        Make(size: 2);
        _signedAt = _time.Start;
        await TakeAsync(1);

        _time.Advance(TimeSpan.FromSeconds(596));
        _window.Clock.Learn(_time.Start - TimeSpan.FromDays(1));
        await TakeAsync(2);

        Assert.Equal([[1, 2], [2]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task A_url_that_is_expired_when_it_comes_is_left_to_the_storage()
    {
        Make(size: 2);
        _signedAt = _time.Start - TimeSpan.FromHours(1);
        _window.Clock.Learn(_time.Start);

        await TakeAsync(1);

        Assert.Equal([[1, 2], [1]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task A_failed_call_is_made_again_by_the_next_who_asks()
    {
        Make(size: 2);
        _fails = true;
        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => TakeAsync(1));

        _fails = false;
        await TakeAsync(1, 2);

        Assert.Equal([[1], [2]], Signed.Where(numbers => numbers[0] < 3));
    }

    [Fact]
    public async Task An_answer_with_too_few_urls_is_refused()
    {
        Make(size: 2);
        _drop = 1;

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => TakeAsync(1));

        Assert.Contains("2 parts and answered 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_twice_it_is_disposed()
    {
        Make(size: 2);
        await TakeAsync(1);

        await _window.DisposeAsync();
        await _window.DisposeAsync();

        Assert.True(_window.Asking.IsCompleted);
    }

    public async ValueTask DisposeAsync() => await _window.DisposeAsync();

    private void Make(int size, PartPlan? plan = null, bool inOneCall = true) => _window = new PresignedUrlWindow(
        plan ?? _plan,
        new TransferGate(ConcurrencyController.Fixed(size), _time),
        inOneCall,
        _ => false,
        SignAsync,
        _time);

    private async Task<IReadOnlyList<PresignedUrl>> SignAsync(IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (_go is { } go)
        {
            try
            {
                await go.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _cancelled++;
                throw;
            }
        }

        if (_fails)
        {
            throw new PresignedUrlProviderException("down");
        }

        lock (_calls)
        {
            _calls.Add([.. parts.Select(part => part.PartNumber)]);
        }

        return [.. parts.Skip(_drop).Select(part => new PresignedUrl(
            $"https://host/b/k?partNumber={part.PartNumber}&X-Amz-Expires=600{(_signedAt is { } at ? $"&X-Amz-Date={at:yyyyMMdd'T'HHmmss'Z'}" : "")}",
            new Dictionary<string, string> { ["Content-Length"] = part.Length!.Value.ToString(CultureInfo.InvariantCulture) }))];
    }

    /// <summary>Takes URLs one after another, each after what is asked ahead has been answered.</summary>
    private async Task TakeAsync(params int[] numbers)
    {
        foreach (int number in numbers)
        {
            PresignedUrl url = await _window.TakeAsync(_plan[number], checksum: null, default);
            Assert.Contains($"partNumber={number}&", url.Uri.Query, StringComparison.Ordinal);
            if (_go is null)
            {
                await _window.Asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
