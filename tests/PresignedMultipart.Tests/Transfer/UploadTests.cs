using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class UploadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(PartSize - 1, 1)]
    [InlineData(PartSize, 1)]
    [InlineData(PartSize + 1, 2)]
    [InlineData((4 * PartSize) + 12_345, 5)]
    public async Task A_file_arrives_byte_for_byte_in_equal_parts(int length, int partCount)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);

        UploadResult result = await storage.Uploader().UploadFileAsync(storage.File(content), storage.Target);

        Assert.Equal(content, storage.Stored());
        S3TestObject stored = storage.Server.FindObject(Bucket, storage.Target.Key)!;
        Assert.All(stored.PartLengths.SkipLast(1), part => Assert.Equal(PartSize, part));
        Assert.Equal((length, partCount, PartSize), (result.Length, result.PartCount, result.PartSize));
        Assert.Equal(stored.ETag.Trim('"'), result.ETag!.Trim('"'));
        Assert.NotNull(result.UploadId);
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData((16 * MiB) - 1, 1)]
    [InlineData(16 * MiB, 1)]
    [InlineData((16 * MiB) + 1, 2)]
    public async Task On_defaults_an_object_up_to_16_MiB_is_one_put_and_a_larger_one_is_parts(int length, int puts)
    {
        await using Storage storage = await StartAsync();
        using var uploader = new MultipartUploader(storage.Signer);
        byte[] content = Content(length);

        UploadResult result = await uploader.UploadFileAsync(storage.File(content), storage.Target);

        Assert.Equal(content, storage.Stored());
        Assert.Equal(puts == 1 ? 1 : 0, storage.Requests(S3Operation.PutObject).Count);
        Assert.Equal(puts == 1 ? 0 : puts, storage.Requests(S3Operation.UploadPart).Count);
        Assert.Equal(puts == 1, result.UploadId is null);
    }

    [Fact]
    public async Task Through_a_provider_without_a_single_put_even_an_empty_object_arrives()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.Capabilities = PresignedUrlProviderCapabilities.None;

        UploadResult result = await storage.Uploader(o => o.SinglePutThreshold = PartSize).UploadAsync(Content(0), storage.Target);

        Assert.Empty(storage.Stored());
        Assert.NotNull(result.UploadId);
        Assert.All(storage.Provider.Windows, window => Assert.Single(window));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PartSize + 1)]
    public async Task Memory_arrives_byte_for_byte(int length)
    {
        await using Storage storage = await StartAsync();
        byte[] content = Content(length);

        await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task Parts_go_in_parallel_up_to_the_limit_and_never_beyond()
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        storage.Server.Faults.On(S3Operation.UploadPart).StallUntil(go.Task);
        Task upload = storage.Uploader(o => o.MaxConcurrency = 3).UploadAsync(Content(5 * PartSize), storage.Target);

        await storage.Server.WaitForRequestAsync(_ => storage.Server.PeakConcurrentRequests >= 3);
        go.SetResult();
        await upload;

        Assert.Equal(3, storage.Server.PeakConcurrentRequests);
    }

    [Fact]
    public async Task Connections_are_reused_from_part_to_part()
    {
        await using Storage storage = await StartAsync();

        await storage.Uploader(o => o.MaxConcurrency = 1).UploadAsync(Content(4 * PartSize), storage.Target);

        Assert.Single(storage.Requests(S3Operation.UploadPart).Select(request => request.Connection).Distinct());
    }

    [Fact]
    public async Task A_part_carries_what_was_signed_and_no_other_header()
    {
        await using Storage storage = await StartAsync();

        await storage.Uploader().UploadAsync(Content(PartSize), storage.Target);

        Assert.Equal(["content-length", "host"], Assert.Single(storage.Requests(S3Operation.UploadPart)).Headers.Keys.Select(name => name.ToLowerInvariant()).Order());
    }

    [Theory]
    [InlineData("../../a/./b//c/")]
    [InlineData("sp ace/ünï/+%2B%/\"quoted\"'(!)*~?#&=;:@,$")]
    public async Task A_key_of_any_characters_is_kept_as_it_is(string key)
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader parts = storage.Uploader();
        using MultipartUploader put = storage.Uploader(o => o.SinglePutThreshold = MiB);

        await parts.UploadAsync(Content(1_000), new UploadTarget(Bucket, key));
        await put.UploadAsync(Content(1_000), new UploadTarget(Bucket, key + "2"));

        Assert.Equal([key, key + "2"], storage.Server.Objects.Select(stored => stored.Key));
    }

    [Fact]
    public async Task What_the_storage_keeps_with_an_object_arrives_with_parts_and_with_a_single_put()
    {
        await using Storage storage = await StartAsync();
        foreach (long threshold in new[] { 0, MiB })
        {
            var target = new UploadTarget(Bucket, $"key{threshold}")
            {
                ContentType = "text/csv",
                CacheControl = "no-cache",
                ContentDisposition = "attachment; filename=\"a b.csv\"",
                Metadata = new Dictionary<string, string> { ["origin"] = "test" },
                Tags = new Dictionary<string, string> { ["kind"] = "a b&c" },
                StorageClass = "STANDARD_IA",
            };

            await storage.Uploader(o => o.SinglePutThreshold = threshold).UploadAsync(Content(10), target);

            S3TestObject stored = storage.Server.FindObject(Bucket, target.Key)!;
            Assert.Equal(("text/csv", "STANDARD_IA", "test", "a b&c"), (stored.ContentType, stored.StorageClass, stored.Metadata["origin"], stored.Tags["kind"]));
            Assert.Equal(("no-cache", target.ContentDisposition), (stored.Headers["Cache-Control"], stored.Headers["Content-Disposition"]));
        }
    }

    [Fact]
    public async Task Many_uploads_through_one_uploader_do_not_disturb_each_other()
    {
        await using Storage storage = await StartAsync();
        using MultipartUploader uploader = storage.Uploader();

        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => uploader.UploadAsync(Content(PartSize + i), new UploadTarget(Bucket, $"key{i}"))));

        Assert.Equal(Enumerable.Range(1, 6).Select(i => (long)PartSize + i), storage.Server.Objects.Select(stored => stored.Length).Order());
        Assert.Equal(0, uploader.Memory.RentedBytes);
    }

    [Fact]
    public async Task A_disposed_uploader_says_so()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader();
        uploader.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => uploader.UploadAsync(Content(1), storage.Target));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000_000L)]
    public async Task An_uploader_that_is_disposed_while_it_uploads_says_so_and_not_what_it_is_made_of(long? bytesPerSecond)
    {
        await using Storage storage = await StartAsync();
        var go = new TaskCompletionSource();
        S3FaultRule held = storage.Server.Faults.On(S3Operation.UploadPart).Part(1).HoldAnswerUntil(go.Task);
        MultipartUploader uploader = storage.Uploader(o => (o.MaxConcurrency, o.MaxBytesPerSecond) = (1, bytesPerSecond));
        Task upload = uploader.UploadAsync(Content(3 * PartSize), storage.Target);
        await held.WaitForHitsAsync();

        uploader.Dispose();
        go.SetResult();

        var disposed = await Assert.ThrowsAsync<ObjectDisposedException>(() => upload);
        Assert.Equal(typeof(MultipartUploader).FullName, disposed.ObjectName);
        Assert.Contains(storage.Target.ToString(), disposed.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Fact]
    public async Task An_uploader_that_is_disposed_while_an_upload_is_written_says_so()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader();
        await using UploadStream stream = await uploader.OpenWriteAsync(storage.Target);
        await stream.WriteAsync(Content(1_000));

        uploader.Dispose();

        var disposed = await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.CompleteAsync());
        Assert.Equal(typeof(MultipartUploader).FullName, disposed.ObjectName);
    }

    [Fact]
    public async Task A_single_put_of_memory_is_summed_and_signed_on_another_thread_than_its_callers()
    {
        await using Storage storage = await StartAsync();
        bool? signedInPool = null;
        storage.Provider.BeforePresignPut = () =>
        {
            signedInPool = Thread.CurrentThread.IsThreadPoolThread;
            return Task.CompletedTask;
        };
        using MultipartUploader uploader = storage.Uploader(o => o.SinglePutThreshold = PartSize);
        Task<UploadResult>? upload = null;
        var caller = new Thread(() => upload = uploader.UploadAsync(Content(10), storage.Target));
        caller.Start();
        caller.Join();

        Assert.Equal(10, (await upload!).Length);
        Assert.True(signedInPool);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused_before_the_storage_is_asked()
    {
        await using Storage storage = await StartAsync();

        await Assert.ThrowsAsync<FileNotFoundException>(() => storage.Uploader().UploadFileAsync(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), storage.Target));

        Assert.Equal(0, storage.Server.RequestCount);
    }
}
