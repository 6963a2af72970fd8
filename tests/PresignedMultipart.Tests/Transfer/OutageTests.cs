using System.Net;
using System.Net.Sockets;
using PresignedMultipart.Remote;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

public class OutageTests
{
    private static PresignedUrlProviderException Unreachable => new("No route.", new HttpRequestException(HttpRequestError.ConnectionError, "Network is unreachable"));

    [Fact]
    public async Task A_storage_that_is_away_at_the_completion_is_waited_for()
    {
        await using Storage storage = await StartAsync();
        int away = 20;
        storage.Provider.AlterParts = parts => away-- > 0 ? throw Unreachable : parts;

        await storage.Uploader(o => o.MaxAttempts = 2).UploadAsync(Content(PartSize), storage.Target);

        Assert.Equal(Content(PartSize), storage.Stored());
        Assert.Equal(20, storage.Logs.Lines.Count(line => line.StartsWith("Warning CallWaitsForStorage", StringComparison.Ordinal) && line.Contains("Completing s3://bucket/folder/key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_storage_that_was_there_and_is_away_at_the_creation_is_waited_for()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader(o => o.MaxAttempts = 2);
        await uploader.UploadAsync(Content(1_000), storage.Target);
        int away = 20;
        storage.Provider.BeforeCreate = () => _ = away-- > 0 ? throw Unreachable : 0;

        await uploader.UploadAsync(Content(PartSize), storage.Target);

        Assert.Equal(Content(PartSize), storage.Stored());
        Assert.Equal(2, storage.Requests(S3Operation.CreateMultipartUpload).Count);
    }

    [Fact]
    public async Task A_storage_that_never_answered_is_not_waited_for()
    {
        await using Storage storage = await StartAsync();
        int asked = 0;
        storage.Provider.BeforeCreate = () => _ = ++asked > 0 ? throw Unreachable : 0;

        await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_not_asked_for_again_because_the_upload_may_be_there()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader();
        await uploader.UploadAsync(Content(1_000), storage.Target);
        int asked = 0;
        storage.Provider.BeforeCreate = () => _ = ++asked > 0 ? throw new PresignedUrlProviderException("Lost.", new HttpRequestException(HttpRequestError.ResponseEnded)) : 0;

        await Assert.ThrowsAsync<UploadException>(() => uploader.UploadAsync(Content(PartSize), storage.Target));

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_storage_that_stays_away_at_the_completion_is_given_up_on_in_time_and_the_upload_kept()
    {
        await using Storage storage = await StartAsync();
        var time = new ManualTime();
        // The completion begins later than the last part was acknowledged.
        var journal = new MemoryJournal { BeforeAppend = _ => time.Advance(TimeSpan.FromMilliseconds(1)) };
        storage.Provider.AlterParts = _ => throw Unreachable;
        storage.Provider.AlterHead = _ => throw Unreachable;
        Task upload = storage.Uploader(
            o => (o.Journal, o.OutageTimeout, o.RetryBaseDelay, o.RetryMaxDelay) = (journal, TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400)), time)
            .UploadAsync(Content(PartSize), storage.Target);

        await time.AdvanceUntilAsync(upload, TimeSpan.Zero);

        var failure = await Assert.ThrowsAsync<UploadException>(() => upload);
        Assert.Equal((UploadOutcome.Unknown, true), (failure.Outcome, failure.CanResume));
        Assert.InRange(time.GetUtcNow() - time.Start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_completion_that_is_refused_after_it_was_waited_for_is_looked_into()
    {
        await using Storage storage = await StartAsync();
        int asked = 0;
        // The first one got through to the storage before the line was lost, and the provider's own repetition found nobody.
        storage.Provider.AlterCompletion = stored => asked++ == 0 ? throw Unreachable : stored;
        var target = new UploadTarget(Bucket, storage.Target.Key) { FailIfExists = true };

        await storage.Uploader().UploadAsync(Content(PartSize), target);

        Assert.Equal(Content(PartSize), storage.Stored());
    }

    [Fact]
    public async Task Cancelled_while_it_waits_for_the_storage_it_does_not_wait_on()
    {
        await using Storage storage = await StartAsync();
        MultipartUploader uploader = storage.Uploader(o => (o.RetryBaseDelay, o.RetryMaxDelay) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        await uploader.UploadAsync(Content(1_000), storage.Target);
        using var cancellation = new CancellationTokenSource();
        storage.Provider.BeforeCreate = () =>
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(10));
            throw Unreachable;
        };

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.UploadAsync(Content(PartSize), storage.Target, null, cancellation.Token));

        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("no-such-host.invalid")]
    public async Task A_provider_that_reaches_nobody_says_so_in_a_way_that_is_understood(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var address = new Uri($"http://{host}:{port}");
        using var direct = new S3PresignedUrlProvider(new S3ProviderOptions { Endpoint = address, Region = "us-east-1", AccessKey = "key", SecretKey = "secret", MaxRetries = 0 });
        using var remote = new RemotePresignedUrlProvider(new RemoteProviderOptions { BaseAddress = address, MaxRetries = 0 });

        foreach (IPresignedUrlProvider provider in new IPresignedUrlProvider[] { direct, remote })
        {
            var failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(new UploadTarget(Bucket, "key"), 1));
            Assert.True(PatientCalls.IsUnconnected(failure), failure.ToString());
        }
    }
}
