using PresignedMultipart.Remote.Tests.Support;
using PresignedMultipart.Testing;
using static PresignedMultipart.Remote.Tests.Support.Storage;

namespace PresignedMultipart.Remote.Tests.EndToEnd;

public class NativeTests
{
    private static readonly UploadTarget Target = new(Bucket, "a folder/ä.bin");

    [Fact]
    public async Task An_object_arrives_whole_with_all_that_the_storage_keeps_with_it()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        byte[] content = Content((3 * PartSize) + 1);
        var target = new UploadTarget(Bucket, "key")
        {
            ContentType = "video/mp4",
            ContentDisposition = "inline",
            CacheControl = "no-store",
            Metadata = new Dictionary<string, string> { ["author"] = "Zoë" },
            Tags = new Dictionary<string, string> { ["a"] = "b c" },
            Encryption = ServerSideEncryption.S3Managed,
        };

        await storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(content, target);

        S3TestObject stored = storage.Server.FindObject(Bucket, "key")!;
        Assert.Equal(content, storage.Read("key"));
        Assert.Equal(("video/mp4", "b c"), (stored.ContentType, stored.Tags["a"]));
        Assert.Equal("author", Assert.Single(stored.Metadata).Key);
    }

    [Fact]
    public async Task A_small_object_is_one_put_and_one_call()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);

        await storage.Uploader(storage.Provider(backend, BackendContract.Native), singlePutThreshold: 1 << 20).UploadAsync(Content(10), Target);

        Assert.Equal("/presign-put", Assert.Single(backend.Requests).Target);
        Assert.Equal(Content(10), storage.Read(Target.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public async Task The_result_names_the_key_that_the_back_end_chose(long singlePutThreshold)
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage, folder: "of-a-user/");

        UploadResult result = await storage.Uploader(storage.Provider(backend, BackendContract.Native), singlePutThreshold).UploadAsync(Content(10), Target);

        Assert.Equal("of-a-user/" + Target.Key, result.Key);
        Assert.Equal(Content(10), storage.Read(result.Key));
    }

    [Fact]
    public async Task URLs_are_asked_for_in_windows()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);

        await storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(6 * PartSize), Target);

        Assert.InRange(backend.Count("/presign-parts"), 1, 3);
    }

    [Fact]
    public async Task Parts_are_listed_over_all_pages()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Native);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 50);
        using var http = new HttpClient();
        foreach (PresignedUrl url in await provider.PresignPartsAsync(upload, [.. Enumerable.Range(1, 5).Select(number => new PartToSign(number, 10))]))
        {
            using HttpResponseMessage put = await http.PutAsync(url.Uri, new ByteArrayContent(Content(10)));
            put.EnsureSuccessStatusCode();
        }

        List<StoredPart> parts = [];
        await foreach (StoredPart part in provider.ListPartsAsync(upload))
        {
            parts.Add(part);
        }

        Assert.Equal([(1, 10L), (2, 10L), (3, 10L), (4, 10L), (5, 10L)], parts.Select(part => (part.PartNumber, part.Length)));
        Assert.Equal(3, backend.Count("/list-parts"));
    }

    [Fact]
    public async Task A_checksum_is_agreed_on_and_comes_back_with_the_object()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Native);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10, ChecksumAlgorithm.Crc64Nvme);
        PresignedUrl url = Assert.Single(await provider.PresignPartsAsync(upload, [new PartToSign(1, 10)]));
        using var http = new HttpClient();
        using HttpResponseMessage put = await http.PutAsync(url.Uri, new ByteArrayContent(Content(10)));

        StoredObject stored = await provider.CompleteMultipartUploadAsync(upload, [new CompletedPart(1, put.Headers.ETag!.ToString())], 10);

        Assert.Equal(ChecksumAlgorithm.Crc64Nvme, upload.ChecksumAlgorithm);
        Assert.Equal((ChecksumAlgorithm.Crc64Nvme, ChecksumType.FullObject), (stored.Checksum!.Algorithm, stored.Checksum.Type));
        Assert.Equal(10, (await provider.HeadObjectAsync(upload))!.Length);
    }

    [Fact]
    public async Task A_failed_upload_is_aborted_and_leaves_nothing()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        storage.Server.Faults.On(S3Operation.UploadPart).Part(2).Answer(403, "AccessDenied");

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(2 * PartSize), Target));

        Assert.False(failure.LeftParts);
        Assert.Empty(storage.Server.MultipartUploads);
    }

    [Fact]
    public async Task Nothing_stands_after_a_cancellation()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        using var cancellation = new CancellationTokenSource();
        backend.Next("/complete", async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(PartSize), Target, cancellationToken: cancellation.Token));

        Assert.Empty(storage.Server.MultipartUploads);
        Assert.Empty(storage.Server.Objects);
    }

    [Fact]
    public async Task A_completion_whose_answer_is_lost_is_repeated_and_answered_alike()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        backend.Next("/complete", Backend.CutAsync);

        UploadResult result = await storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(PartSize), Target);

        Assert.Equal(2, backend.Count("/complete"));
        Assert.EndsWith("-1\"", result.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_completion_that_is_never_answered_is_looked_into()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        storage.Server.Faults.On(S3Operation.CompleteMultipartUpload).LoseAnswer();

        await storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(PartSize), Target);

        Assert.Equal(Content(PartSize), storage.Read(Target.Key));
        Assert.Equal(1, backend.Count("/outcome"));
    }

    [Fact]
    public async Task The_storages_refusal_comes_through_with_its_code_and_request_id()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);

        var failure = await Assert.ThrowsAsync<UploadException>(() =>
            storage.Uploader(storage.Provider(backend, BackendContract.Native)).UploadAsync(Content(1), new UploadTarget("no-such-bucket", "key")));

        Assert.Equal(("NoSuchBucket", System.Net.HttpStatusCode.NotFound), (failure.ErrorCode, failure.StatusCode));
        Assert.False(string.IsNullOrEmpty(failure.RequestId));
    }

    [Fact]
    public async Task An_upload_that_is_gone_already_counts_as_aborted()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Native);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10);
        backend.Next("/abort", context => Backend.WriteAsync(context, 404, """{"code":"NoSuchUpload","noSuchUpload":true}""", "application/problem+json"));

        await provider.AbortMultipartUploadAsync(upload);
    }

    [Fact]
    public async Task A_ticket_is_in_no_message_and_no_URL()
    {
        await using Storage storage = await StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        RemotePresignedUrlProvider provider = storage.Provider(backend, BackendContract.Native);
        MultipartUpload upload = await provider.CreateMultipartUploadAsync(Target, 10);
        backend.Next("/complete", context => Backend.WriteAsync(context, 400, $$"""{"detail":"The ticket {{upload.Ticket}} at https://x.test/?a=b is bad","code":"BadTicket"}"""));

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CompleteMultipartUploadAsync(upload, [new CompletedPart(1, "e")], 10));

        Assert.DoesNotContain(upload.Ticket!, refusal.ToString() + upload, StringComparison.Ordinal);
        Assert.DoesNotContain("x.test", refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("is bad", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(backend.Requests, request => request.Target.Contains(upload.Ticket!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customers_key_is_refused_before_anything_is_sent()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, "{}");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);
        var target = new UploadTarget(Bucket, "key") { Encryption = ServerSideEncryption.CustomerKey(new byte[32]) };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => provider.CreateMultipartUploadAsync(target, 10));

        Assert.Contains("SSE-C", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
    }
}
