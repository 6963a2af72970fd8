using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class PresignedUrlWindowTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<int[]> _signed = [];
    private readonly PartPlan _plan = PartPlan.Create(10 * S3Limits.MinPartSize, new MultipartUploadOptions { PartSize = S3Limits.MinPartSize }, PresignedUrlProviderCapabilities.None);
    private PresignedUrlWindow _window = null!;

    [Fact]
    public async Task Urls_are_signed_a_window_at_a_time_and_no_sooner_than_needed()
    {
        Make(size: 4);

        await TakeAsync(1, 2, 3, 4);
        Assert.Equal([[1, 2, 3, 4]], _signed);

        await TakeAsync(5);
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8]], _signed);

        await TakeAsync(9);
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]], _signed);
    }

    [Fact]
    public async Task A_url_is_given_out_once()
    {
        Make(size: 2);

        await TakeAsync(1, 1, 2);

        Assert.Equal([[1, 2], [1]], _signed);
    }

    [Fact]
    public async Task A_worker_that_comes_early_does_not_leave_a_gap()
    {
        Make(size: 2);

        await TakeAsync(2, 4, 1, 3);

        Assert.Equal([[1, 2], [3, 4]], _signed);
    }

    [Fact]
    public async Task A_url_that_grew_old_in_the_window_is_not_used()
    {
        Make(size: 2);
        await TakeAsync(1);

        _time.Advance(TimeSpan.FromSeconds(596));
        await TakeAsync(2);

        Assert.Equal([[1, 2], [2]], _signed);
    }

    [Fact]
    public async Task A_url_that_still_lives_is_used()
    {
        Make(size: 2);
        await TakeAsync(1);

        _time.Advance(TimeSpan.FromSeconds(594));
        await TakeAsync(2);

        Assert.Equal([[1, 2]], _signed);
    }

    [Fact]
    public async Task A_failed_call_is_made_again_by_the_next_who_asks()
    {
        bool failing = true;
        Make(size: 2, fail: () => failing);
        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => TakeAsync(1));

        failing = false;
        await TakeAsync(1, 2);

        Assert.Equal([[1, 2]], _signed);
    }

    [Fact]
    public async Task An_answer_with_too_few_urls_is_refused()
    {
        Make(size: 2, drop: 1);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => TakeAsync(1));

        Assert.Contains("2 parts and answered 1", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _window.Dispose();

    private void Make(int size, Func<bool>? fail = null, int drop = 0) => _window = new PresignedUrlWindow(
        _plan,
        size,
        (parts, _) =>
        {
            if (fail?.Invoke() == true)
            {
                throw new PresignedUrlProviderException("down");
            }

            _signed.Add([.. parts.Select(part => part.PartNumber)]);
            return Task.FromResult<IReadOnlyList<PresignedUrl>>(
                [.. parts.Skip(drop).Select(part => new PresignedUrl($"https://host/b/k?partNumber={part.PartNumber}&X-Amz-Expires=600"))]);
        },
        _time);

    private async Task TakeAsync(params int[] numbers)
    {
        foreach (int number in numbers)
        {
            PresignedUrl url = await _window.TakeAsync(_plan[number], checksum: null, default);
            Assert.Contains($"partNumber={number}&", url.Uri.Query, StringComparison.Ordinal);
        }
    }
}
