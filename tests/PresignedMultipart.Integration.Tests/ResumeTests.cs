using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Uploads with a journal that were interrupted, and what the server makes of it that they go on.</summary>
public sealed class ResumeTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = InterruptedUpload.PartSize;
    private const string InThirdPart = "^PUT .*partNumber=3&";
    private const string InCompletion = "^POST .*uploadId=";

    [Theory]
    [InlineData("direct", InThirdPart)]
    [InlineData("direct", InCompletion)]
    [InlineData("native back end", InThirdPart)]
    [InlineData("classic back end", InThirdPart)]
    public async Task A_cancelled_upload_sends_what_is_missing_and_makes_the_same_object_as_one_that_was_not(string signer, string moment)
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAsync(server, signer, moment);
        JournaledUpload waiting = Assert.Single(await upload.Journal.ListUploadsAsync().ToListAsync());
        int[] missing = moment == InCompletion ? [] : [3, 4];
        Assert.Equal((InterruptedUpload.PartCount - missing.Length, upload.Target.Key), (waiting.PartsAcknowledged, waiting.Target.Key));
        Assert.Contains(upload.Target.Key, await server.UploadsInProgressAsync());

        ResumedUpload resumed = await upload.ResumeAsync();

        Assert.Equal(missing, resumed.Added);
        Assert.Empty(resumed.SentAnew);
        Assert.Equal(waiting.BytesAcknowledged, resumed.Result.BytesResumed);
        await AssertStandsAloneAsync(upload);
        using var uninterrupted = new MultipartUploader(server.Provider, new MultipartUploadOptions { PartSize = PartSize, SinglePutThreshold = 0 });
        UploadResult whole = await uninterrupted.UploadFileAsync(upload.FilePath, new UploadTarget(server.Bucket, "whole"));
        Assert.Equal(await ETagOfAsync("whole"), await ETagOfAsync(upload.Target.Key));
        Assert.Equal((whole.Checksum, whole.Length, whole.PartCount), (resumed.Result.Checksum, resumed.Result.Length, resumed.Result.PartCount));
    }

    [Theory]
    [InlineData("direct", InThirdPart)]
    [InlineData("direct", InCompletion)]
    [InlineData("native back end", InCompletion)]
    [InlineData("classic back end", InThirdPart)]
    public async Task What_somebody_aborted_meanwhile_begins_anew(string signer, string moment)
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAsync(server, signer, moment);
        await server.EmptyBucketAsync();

        ResumedUpload resumed = await upload.ResumeAsync();

        Assert.Equal([1, 2, 3, 4], resumed.SentAnew);
        Assert.Equal(0, resumed.Result.BytesResumed);
        await AssertStandsAloneAsync(upload);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("native back end")]
    public async Task What_was_completed_when_nobody_heard_of_it_is_not_sent_again(string signer)
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAndCompleteUnheardAsync(server, signer);
        Assert.DoesNotContain(upload.Target.Key, await server.UploadsInProgressAsync());
        DateTime? made = (await server.Client.GetObjectMetadataAsync(server.Bucket, upload.Target.Key)).LastModified;

        ResumedUpload resumed = await upload.ResumeAsync();

        Assert.Empty(resumed.Added);
        Assert.Empty(resumed.SentAnew);
        Assert.Equal(resumed.Result.Length, resumed.Result.BytesResumed);
        Assert.Equal(made, (await server.Client.GetObjectMetadataAsync(server.Bucket, upload.Target.Key)).LastModified);
        Assert.Equal(await ETagOfAsync(upload.Target.Key), resumed.Result.ETag?.Trim('"'));
        await AssertStandsAloneAsync(upload);
    }

    [Fact]
    public async Task What_was_completed_unheard_and_is_deleted_by_now_is_uploaded_again()
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAndCompleteUnheardAsync(server, "direct");
        await server.DeleteAsync(upload.Target.Key);

        ResumedUpload resumed = await upload.ResumeAsync();

        Assert.Equal([1, 2, 3, 4], resumed.SentAnew);
        await AssertStandsAloneAsync(upload);
    }

    [Fact]
    public async Task A_byte_that_changed_meanwhile_has_its_part_sent_again()
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAsync(server, "direct", InThirdPart);
        DateTime written = File.GetLastWriteTimeUtc(upload.FilePath);
        await using (FileStream file = File.OpenWrite(upload.FilePath))
        {
            file.Position = PartSize + 7;
            file.WriteByte(1);
        }

        File.SetLastWriteTimeUtc(upload.FilePath, written);

        ResumedUpload resumed = await upload.ResumeAsync();

        Assert.Equal([2, 3, 4], resumed.Added);
        Assert.Equal(PartSize, resumed.Result.BytesResumed);
        await AssertStandsAloneAsync(upload);
    }

    [Fact]
    public async Task More_parts_than_there_are_on_a_page_of_a_list_are_found_again()
    {
        const int Count = 1_010;
        await using InterruptedUpload upload = await InterruptedUpload.StartSmallAsync(server, Count, "^PUT .*partNumber=1008&");
        JournaledUpload waiting = Assert.Single(await upload.Journal.ListUploadsAsync().ToListAsync());
        Assert.InRange(waiting.PartsAcknowledged, 1_001, Count - 1);

        ResumedUpload resumed = await upload.ResumeAsync();

        // What was stored in the moment of the cancellation is found by its sum, where the server lists sums; a part that is slow may be sent twice.
        Assert.InRange(resumed.Added.Distinct().Count(), 1, Count - waiting.PartsAcknowledged);
        Assert.Contains(1_008, resumed.Added);
        Assert.Empty(resumed.SentAnew);
        await AssertStandsAloneAsync(upload);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("native back end")]
    public async Task What_is_discarded_leaves_nothing(string signer)
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAsync(server, signer, InThirdPart);
        using MultipartUploader uploader = upload.Uploader();

        Assert.True(await uploader.DiscardAsync(upload.Target));
        Assert.False(await uploader.DiscardAsync(upload.Target));

        await AssertNothingIsLeftAsync(upload);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("native back end")]
    public async Task A_sweep_leaves_nothing_of_what_is_old_enough(string signer)
    {
        await using InterruptedUpload upload = await InterruptedUpload.StartAsync(server, signer, InThirdPart);
        using MultipartUploader uploader = upload.Uploader(time: new Tomorrow());
        Task<IReadOnlyList<SweptUpload>> SweepAsync(int hours, bool dryRun = false) => uploader.SweepAsync(server.Bucket, TimeSpan.FromHours(hours), dryRun, upload.Target.Key);

        Assert.Empty(await SweepAsync(hours: 25));
        Assert.False(Assert.Single(await SweepAsync(hours: 23, dryRun: true)).IsAborted);
        Assert.Contains(upload.Target.Key, await server.UploadsInProgressAsync());
        SweptUpload swept = Assert.Single(await SweepAsync(hours: 23));

        Assert.Equal((upload.Target.Key, true), (swept.Key, swept.IsAborted));
        await AssertNothingIsLeftAsync(upload);
    }

    [Fact]
    public async Task A_paused_upload_goes_on_with_another_uploader()
    {
        using var files = new TestFiles();
        string path = files.Create((3 * PartSize) + 17);
        var journal = new FileUploadJournal(files.PathOf("journal"));
        TaskCompletionSource inThirdPart = new(), isPaused = new();
        await using var relay = new Relay(server.Endpoint, LineFault.None, InThirdPart, times: 1)
        {
            Meanwhile = () =>
            {
                inThirdPart.SetResult();
                return isPaused.Task;
            },
        };
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.Endpoint = relay.Endpoint));
        using var programEnds = new CancellationTokenSource();
        using (var first = new MultipartUploader(provider, new MultipartUploadOptions { PartSize = PartSize, SinglePutThreshold = 0, MaxConcurrency = 1, Journal = journal }))
        {
            UploadHandle upload = first.StartUpload(UploadSource.FromFile(path), new UploadTarget(server.Bucket, "paused"), null, programEnds.Token);
            await inThirdPart.Task;
            upload.Pause();
            isPaused.SetResult();
            await upload.WaitUntilQuietAsync();
            await programEnds.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.Completion);
        }

        JournaledUpload waiting = Assert.Single(await journal.ListUploadsAsync().ToListAsync());
        Assert.Equal((3, "paused"), (waiting.PartsAcknowledged, waiting.Target.Key));
        using var second = new MultipartUploader(provider, new MultipartUploadOptions { Journal = journal });

        UploadResult result = await second.ResumeFileAsync(waiting);

        Assert.Equal(3L * PartSize, result.BytesResumed);
        await server.AssertSameBytesAsync(path, "paused");
        Assert.DoesNotContain("paused", await server.UploadsInProgressAsync());
    }

    private async Task AssertStandsAloneAsync(InterruptedUpload upload)
    {
        await server.AssertSameBytesAsync(upload.FilePath, upload.Target.Key);
        await AssertNothingIsLeftAsync(upload);
    }

    private async Task AssertNothingIsLeftAsync(InterruptedUpload upload)
    {
        Assert.DoesNotContain(upload.Target.Key, await server.UploadsInProgressAsync());
        Assert.Empty(await upload.Journal.ListUploadsAsync().ToListAsync());
    }

    private async Task<string> ETagOfAsync(string key) => (await server.Client.GetObjectMetadataAsync(server.Bucket, key)).ETag.Trim('"');

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(1);
    }
}
