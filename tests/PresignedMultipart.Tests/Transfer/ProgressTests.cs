using PresignedMultipart.Parts;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class ProgressTests
{
    [Fact]
    public async Task Reports_never_go_back_and_the_last_one_says_100_percent()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Every(3).ResetAfterBytes(2_000_000);
        var reports = new Reports();

        await storage.Uploader(o => o.ProgressInterval = TimeSpan.FromMilliseconds(10)).UploadAsync(Content(6 * PartSize), storage.Target, reports);

        Assert.All(reports.All.Zip(reports.All.Skip(1)), pair =>
        {
            Assert.True(pair.First.BytesSent <= pair.Second.BytesSent);
            Assert.True(pair.First.BytesAcknowledged <= pair.Second.BytesAcknowledged);
            Assert.True(pair.First.PartsAcknowledged <= pair.Second.PartsAcknowledged);
        });
        Assert.All(reports.All, report => Assert.True(report.BytesAcknowledged <= report.BytesSent));
        Assert.All(reports.All.SkipLast(1), report => Assert.False(report.IsCompleted));
        UploadProgress last = reports.All[^1];
        Assert.Equal((true, 100.0, 6, 6, TimeSpan.Zero), (last.IsCompleted, last.Percent, last.PartsAcknowledged, last.PartCount, last.TimeLeft));
        Assert.Equal((6L * PartSize, 6L * PartSize), (last.BytesSent, last.BytesAcknowledged));
        Assert.True(last.BytesResent > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Even_an_empty_object_ends_at_100_percent(long threshold)
    {
        await using Storage storage = await StartAsync();
        var reports = new Reports();

        await storage.Uploader(o => o.SinglePutThreshold = threshold).UploadAsync(Content(0), storage.Target, reports);

        Assert.Equal((true, 100.0), (reports.All[^1].IsCompleted, reports.All[^1].Percent));
    }

    [Fact]
    public async Task A_failed_upload_never_reports_completion()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).Answer(403, "AccessDenied");
        var reports = new Reports();

        await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.ProgressInterval = TimeSpan.FromMilliseconds(10)).UploadAsync(Content(PartSize), storage.Target, reports));

        Assert.DoesNotContain(reports.All, report => report.IsCompleted);
    }

    [Fact]
    public async Task A_display_that_throws_does_not_stop_the_upload()
    {
        await using Storage storage = await StartAsync();

        await storage.Uploader(o => o.ProgressInterval = TimeSpan.FromMilliseconds(10)).UploadAsync(Content(PartSize), storage.Target, new Reports { Failure = new InvalidOperationException("no screen") });

        Assert.Contains(storage.Logs.Lines, line => line.Contains("no screen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_come_once_an_interval_and_not_once_a_block()
    {
        var time = new ManualTime();
        var tally = new ProgressTally(Plan(), time);
        var reports = new Reports();
        await using var reporter = new ProgressReporter<UploadProgress>(tally.Snapshot, reports, TimeSpan.FromSeconds(1), time, new RecordingLoggerFactory());

        for (int i = 0; i < 30; i++)
        {
            tally.Sent(1_000, 0);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal([10_000, 20_000, 30_000], reports.All.Select(report => report.BytesSent));
        Assert.All(reports.All, report => Assert.Equal(10_000, report.BytesPerSecond, 0.001));
        Assert.Equal((Plan().ObjectLength!.Value - 30_000) / 10_000.0, reports.All[^1].TimeLeft!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public void Bytes_that_are_sent_again_are_counted_apart()
    {
        var tally = new ProgressTally(Plan(), new ManualTime());
        using var part = new PartSending(new PartTally(tally), 1_000, default);

        part.Starts();
        part.Took(100);
        part.Starts();
        part.Took(60);
        part.Took(60);

        UploadProgress now = tally.Snapshot(isCompleted: false);
        Assert.Equal((120, 100), (now.BytesSent, now.BytesResent));
    }

    [Fact]
    public void Two_sendings_of_a_part_at_the_same_time_count_once()
    {
        var tally = new ProgressTally(Plan(), new ManualTime());
        var part = new PartTally(tally);
        using var slow = new PartSending(part, 1_000, default);
        using var fast = new PartSending(part, 1_000, default);

        slow.Starts();
        slow.Took(300);
        fast.Starts();
        fast.Took(600);
        slow.Took(100);
        fast.Took(400);

        UploadProgress now = tally.Snapshot(isCompleted: false);
        Assert.Equal((1_000, 400), (now.BytesSent, now.BytesResent));
    }

    private static PartPlan Plan() => PartPlan.Create(100 * MiB, new MultipartUploadOptions(), PresignedUrlProviderCapabilities.All);

    private sealed class Reports : IProgress<UploadProgress>
    {
        public List<UploadProgress> All { get; } = [];

        public Exception? Failure { get; init; }

        public void Report(UploadProgress value)
        {
            All.Add(value);
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}
