using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Many uploads, and whole directories.</summary>
public class ManyTests
{
    [Fact]
    public async Task Thousands_of_small_objects_go_as_single_puts_over_a_few_connections()
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(4096);
        var reports = new Reports();

        IReadOnlyList<UploadItemResult> results = await storage.Uploader(o => (o.SinglePutThreshold, o.MaxConcurrency) = (MiB, 8))
            .UploadManyAsync(Items(2_000, _ => UploadSource.FromMemory(content)), progress: reports);

        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"key{i}"), results.Select(result => result.Item.Target.Key));
        Assert.All(results, result => Assert.True(result.IsSuccess));
        Assert.Equal(2_000, storage.Server.Objects.Count);
        Assert.Equal(2_000, storage.Server.RequestCount);
        Assert.InRange(storage.Server.Requests.Select(request => request.Connection).Distinct().Count(), 1, 40);
        UploadManyProgress last = reports.All[^1];
        Assert.Equal((true, 2_000, 2_000, 0, 2_000), (last.IsCompleted, last.UploadsStarted, last.UploadsCompleted, last.UploadsFailed, last.UploadCount));
        Assert.Equal((2_000L * 4096, 2_000L * 4096, 2_000L * 4096), (last.BytesSent, last.BytesAcknowledged, last.BytesKnown));
        Assert.DoesNotContain(reports.All.SkipLast(1), report => report.IsCompleted);
    }

    [Fact]
    public async Task All_of_them_share_one_limit_on_parts_that_are_on_the_way()
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.UploadPart).StallUntil(go.Task);
        byte[] content = Content(2 * PartSize);
        Task uploads = storage.Uploader(o => o.MaxConcurrency = 3)
            .UploadManyAsync(Items(6, _ => UploadSource.FromMemory(content)), new UploadManyOptions { MaxConcurrentUploads = 6 });

        await storage.Server.WaitForRequestAsync(_ =>
            storage.Requests(S3Operation.CreateMultipartUpload).Count == 6 && storage.Requests(S3Operation.UploadPart).Count >= 3);

        Assert.Equal(3, storage.Requests(S3Operation.UploadPart).Count);
        go.SetResult();
        await uploads;
        Assert.Equal(6, storage.Server.Objects.Count);
    }

    [Fact]
    public async Task All_of_them_share_one_memory()
    {
        await using Storage storage = await StartAsync(discardBodies: true);
        byte[] content = Content(3 * PartSize);
        using MultipartUploader uploader = storage.Uploader(o => o.MemoryLimit = 25 * MiB);

        await uploader.UploadManyAsync(Items(12, i => i % 2 == 0 ? UploadSource.FromStream(new ScriptedStream(content)) : UploadSource.FromMemory(content)));

        Assert.Equal(12, storage.Server.Objects.Count);
        Assert.InRange(uploader.Memory.PeakBytes, 1, 25 * MiB);
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task On_failure_the_others_go_on_and_each_result_says_what_became_of_its_upload()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Key("key1").Answer(403, "AccessDenied");
        var reports = new Reports();

        IReadOnlyList<UploadItemResult> results = await storage.Uploader().UploadManyAsync(
            Items(4, i => i == 2 ? UploadSource.FromFile("/not/there") : UploadSource.FromMemory(Content(1_000))),
            progress: reports);

        Assert.Equal([true, false, false, true], results.Select(result => result.IsSuccess));
        Assert.Equal("AccessDenied", Assert.IsType<UploadException>(results[1].Failure).ErrorCode);
        Assert.IsType<DirectoryNotFoundException>(results[2].Failure);
        Assert.Equal((2, 2, 2_000L), (reports.All[^1].UploadsCompleted, reports.All[^1].UploadsFailed, reports.All[^1].BytesAcknowledged));
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task On_failure_the_others_stop_where_that_was_asked_for()
    {
        await using Storage storage = await StartAsync();
        storage.Server.Faults.On(S3Operation.UploadPart).Key("key1").Answer(403, "AccessDenied");
        storage.Server.Faults.On(S3Operation.UploadPart).Key("key2").Stall(afterBytes: 1_000);

        IReadOnlyList<UploadItemResult> results = await storage.Uploader().UploadManyAsync(
            Items(1_000, i => UploadSource.FromMemory(Content(PartSize + i))),
            new UploadManyOptions { MaxConcurrentUploads = 3, OnFailure = UploadFailurePolicy.Stop });

        Assert.InRange(results.Count, 3, 999);
        Assert.IsType<UploadException>(results[1].Failure);
        Assert.IsAssignableFrom<OperationCanceledException>(results[2].Failure);
        Assert.Empty(storage.Server.MultipartUploads);
        // One fails and one stalls, so of three at a time only one more can be in its completion, which stopping does not undo.
        Assert.InRange(storage.Server.Objects.Count - results.Count(result => result.IsSuccess), 0, 1);
        Assert.All(results.Where(result => result.IsSuccess), result => Assert.NotNull(storage.Server.FindObject(Bucket, result.Item.Target.Key)));
        Assert.Null(storage.Server.FindObject(Bucket, "key1"));
    }

    [Fact]
    public async Task Cancelled_it_throws_and_leaves_no_parts()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Stall(afterBytes: 1_000);
        Task uploads = storage.Uploader().UploadManyAsync(Items(5, _ => UploadSource.FromMemory(Content(PartSize))), cancellationToken: cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request.Operation == S3Operation.UploadPart);
        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploads)).CancellationToken);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task Cancelled_it_names_the_uploads_that_could_not_be_aborted()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Stall(afterBytes: 1_000);
        storage.Server.Faults.On(S3Operation.AbortMultipartUpload).Answer(403, "AccessDenied");
        Task uploads = storage.Uploader(o => o.MaxConcurrency = 4).UploadManyAsync(Items(4, _ => UploadSource.FromMemory(Content(PartSize))), cancellationToken: cancellation.Token);

        await storage.Server.WaitForRequestAsync(_ => storage.Requests(S3Operation.UploadPart).Count == 4);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploads);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        UploadException[] left = [.. Assert.IsType<AggregateException>(cancelled.InnerException).InnerExceptions.Cast<UploadException>()];
        Assert.Equal(storage.Server.MultipartUploads.Select(upload => upload.UploadId).Order(), left.Select(one => one.UploadId!).Order());
        Assert.Contains($"s3://{Bucket}/{left[0].Key} (upload id {left[0].UploadId})", cancelled.Message, StringComparison.Ordinal);
        Assert.Contains(" and 1 more", cancelled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_after_an_upload_failed_and_could_not_be_aborted_it_names_that_one()
    {
        await using Storage storage = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        storage.Server.Faults.On(S3Operation.UploadPart).Key("key0").Answer(403, "AccessDenied");
        storage.Server.Faults.On(S3Operation.AbortMultipartUpload).Key("key0").Answer(403, "AccessDenied");
        storage.Server.Faults.On(S3Operation.UploadPart).Key("key1").Stall(afterBytes: 1_000);
        Task uploads = storage.Uploader().UploadManyAsync(Items(2, _ => UploadSource.FromMemory(Content(PartSize))), new UploadManyOptions { MaxConcurrentUploads = 1 }, cancellationToken: cancellation.Token);

        await storage.Server.WaitForRequestAsync(request => request is { Operation: S3Operation.UploadPart, Key: "key1" });
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploads);
        var left = Assert.IsType<UploadException>(Assert.Single(Assert.IsType<AggregateException>(cancelled.InnerException).InnerExceptions));
        Assert.Equal(("key0", Assert.Single(storage.Server.MultipartUploads).UploadId), (left.Key, left.UploadId));
    }

    [Fact]
    public async Task What_the_items_throw_is_thrown()
    {
        await using Storage storage = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.Uploader().UploadManyAsync(Items(3, i => i == 2 ? throw new InvalidOperationException() : UploadSource.FromMemory(Content(10)))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => storage.Uploader().UploadManyAsync(Items(1, _ => null!), new UploadManyOptions { MaxConcurrentUploads = 0 }));

        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task A_directory_arrives_with_all_below_it_and_links_to_directories_are_not_followed()
    {
        await using Storage storage = await StartAsync();
        DirectoryInfo root = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(storage.File([]))!, "tree"));
        Directory.CreateDirectory(Path.Combine(root.FullName, "a", "b"));
        Directory.CreateDirectory(Path.Combine(root.FullName, "empty"));
        File.WriteAllBytes(Path.Combine(root.FullName, "top.bin"), Content(10));
        File.WriteAllBytes(Path.Combine(root.FullName, ".hidden"), Content(11));
        File.WriteAllBytes(Path.Combine(root.FullName, "a", "b", "sp ace ü.bin"), Content(12));
        File.CreateSymbolicLink(Path.Combine(root.FullName, "link.bin"), Path.Combine(root.FullName, "top.bin"));
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "a", "loop"), root.FullName);

        IReadOnlyList<UploadItemResult> results = await storage.Uploader(o => o.SinglePutThreshold = MiB).UploadDirectoryAsync(root.FullName, Bucket, "backup/");

        Assert.All(results, result => Assert.True(result.IsSuccess));
        Assert.Equal(
            [("backup/.hidden", 11), ("backup/a/b/sp ace ü.bin", 12), ("backup/link.bin", 10), ("backup/top.bin", 10)],
            storage.Server.Objects.Select(stored => (stored.Key, (int)stored.Length)).Order());
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => storage.Uploader().UploadDirectoryAsync(Path.Combine(root.FullName, "nowhere"), Bucket));
    }

    private static IEnumerable<UploadItem> Items(int count, Func<int, UploadSource> source) =>
        Enumerable.Range(0, count).Select(i => new UploadItem(source(i), new UploadTarget(Bucket, $"key{i}")));

    private sealed class Reports : IProgress<UploadManyProgress>
    {
        public List<UploadManyProgress> All { get; } = [];

        public void Report(UploadManyProgress value) => All.Add(value);
    }
}
