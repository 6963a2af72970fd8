using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

/// <summary>The server's life: how it starts, what it remembers, how it ends.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task It_stops_at_once_while_requests_are_stalled()
    {
        Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Stall(afterBytes: 10);
        Task<Answer>[] sending = [.. Enumerable.Range(0, 8).Select(i => rig.SendAsync("PUT", $"{i}", new byte[5_000_000]))];
        await rig.S3.Faults.Rules[0].WaitForHitsAsync(8);

        long start = Stopwatch.GetTimestamp();
        await rig.DisposeAsync();

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
        foreach (Task<Answer> one in sending)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => one);
        }
    }

    [Fact]
    public async Task It_stops_at_once_while_answers_are_held_that_nobody_will_release()
    {
        Rig rig = await Rig.StartAsync();
        S3FaultRule held = rig.S3.Faults.On(S3Operation.PutObject).HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        Task<Answer>[] sending = [.. Enumerable.Range(0, 8).Select(i => rig.SendAsync("PUT", $"{i}", new byte[500_000]))];
        await held.WaitForHitsAsync(8);

        await rig.S3.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));

        foreach (Task<Answer> one in sending)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => one);
        }

        await rig.DisposeAsync();
    }

    [Fact]
    public async Task It_can_be_disposed_twice_and_its_port_is_free_again()
    {
        S3TestServer first = await S3TestServer.StartAsync();
        int port = first.Endpoint.Port;
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using S3TestServer second = await S3TestServer.StartAsync(new S3TestServerOptions { Port = port });

        Assert.Equal(port, second.Endpoint.Port);
    }

    [Fact]
    public async Task It_says_so_when_the_port_is_taken()
    {
        await using S3TestServer first = await S3TestServer.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => S3TestServer.StartAsync(new S3TestServerOptions { Port = first.Endpoint.Port }));
    }

    [Fact]
    public async Task It_speaks_https_with_a_certificate_of_the_callers()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using Rig rig = await Rig.StartAsync(o => o.Certificate = certificate);
        using var trusting = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.None },
        });

        Answer answer = await trusting.SendAsync("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key"), [1]);

        Assert.Equal("https", rig.S3.Endpoint.Scheme);
        Assert.Equal("200", answer.Outcome);
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.SendAsync("PUT", "key", [1]));
    }

    [Fact]
    public async Task On_disk_it_keeps_bodies_below_the_callers_folder_and_takes_them_away()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("s3-test-");
        try
        {
            byte[] body = Bytes.Random(1_000_000);
            await using (Rig rig = await Rig.StartAsync(o => o.StorageDirectory = folder.FullName))
            {
                (string id, var parts) = await rig.UploadAsync(body[..400_000], body[400_000..], []);
                await rig.CompleteAsync(id, parts);

                Assert.Equal(body, Bytes.All(Assert.Single(rig.S3.Objects)));
                Assert.Equal(body, (await rig.SendAsync("GET", "key")).Body);
                Assert.Equal(3, folder.EnumerateFiles("*", SearchOption.AllDirectories).Count());
                await rig.SendAsync("DELETE", "key");
                Assert.Empty(folder.EnumerateFiles("*", SearchOption.AllDirectories));
                await rig.SendAsync("PUT", "left", body);
            }

            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_bodies_it_keeps_lengths_and_sums_and_refuses_to_invent_bytes()
    {
        await using Rig rig = await Rig.StartAsync(o => o.DiscardBodies = true);
        (string id, var parts) = await rig.UploadAsync([1, 2], [3]);
        await rig.CompleteAsync(id, parts);

        S3TestObject stored = Assert.Single(rig.S3.Objects);

        Assert.Equal(3, stored.Length);
        Assert.EndsWith("-2\"", stored.ETag, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(stored.OpenRead);
        Assert.Equal("501 NotImplemented", (await rig.SendAsync("GET", "key")).Outcome);
        Assert.Equal("3", (await rig.SendAsync("HEAD", "key")).Header("Content-Length"));
    }

    [Fact]
    public async Task Its_memory_has_a_limit_and_is_given_back()
    {
        await using Rig rig = await Rig.StartAsync(o => o.MaximumMemory = 1 << 20);
        byte[] large = new byte[700_000];

        Assert.Equal("200", (await rig.SendAsync("PUT", "a", large)).Outcome);
        Assert.Equal("507 InsufficientStorage", (await rig.SendAsync("PUT", "b", large)).Outcome);
        await rig.SendAsync("DELETE", "a");
        Assert.Equal("200", (await rig.SendAsync("PUT", "b", large)).Outcome);
    }

    [Fact]
    public async Task An_object_that_is_being_read_outlives_its_deletion()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] body = Bytes.Random(300_000);
        await rig.SendAsync("PUT", "key", body);
        S3TestObject stored = rig.S3.FindObject(Rig.Bucket, "key")!;
        Stream stream = stored.OpenRead();

        await rig.SendAsync("DELETE", "key");
        await rig.SendAsync("PUT", "other", new byte[300_000]);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);

        Assert.Equal(body, copy.ToArray());
        await stream.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(stored.OpenRead);
    }

    [Fact]
    public async Task It_remembers_requests_without_their_secrets()
    {
        await using Rig rig = await Rig.StartAsync(o => o.RequestLogCapacity = 2);
        await rig.SendAsync("PUT", "a", [1]);
        await rig.SendAsync("PUT", "b", [1]);
        await rig.SendAsync("GET", "b");

        S3TestRequest put = rig.S3.Requests[0];

        Assert.Equal([(S3Operation.PutObject, "b"), (S3Operation.GetObject, "b")], rig.S3.Requests.Select(r => (r.Operation, r.Key)));
        Assert.Equal(3, rig.S3.RequestCount);
        Assert.Equal(1, rig.S3.ConnectionCount);
        Assert.Equal(1, rig.S3.PeakConcurrentRequests);
        Assert.Equal((200, 1L, 1, true, rig.S3.AccessKey), (put.StatusCode!.Value, put.BytesReceived, put.Connection, put.IsPresigned, put.AccessKey));
        Assert.Equal("(hidden)", put.Query["X-Amz-Signature"]);
        Assert.Equal("PutObject uploads/b attempt 1: 200", put.ToString());
        rig.S3.ClearRequests();
        Assert.Empty(rig.S3.Requests);
    }

    [Fact]
    public async Task Its_options_are_checked_at_the_start()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => S3TestServer.StartAsync(new S3TestServerOptions { Port = 65_536 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => S3TestServer.StartAsync(new S3TestServerOptions { MinimumPartSize = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => S3TestServer.StartAsync(new S3TestServerOptions { DefaultBuckets = { "No" } }));
        await Assert.ThrowsAsync<ArgumentException>(() => S3TestServer.StartAsync(new S3TestServerOptions
        {
            Credentials = { new S3TestCredentials("a", "b"), new S3TestCredentials("a", "c") },
        }));
        Assert.DoesNotContain("hush", new S3TestCredentials("a", "hush") { SessionToken = "hush" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_latency_is_on_every_request()
    {
        await using Rig rig = await Rig.StartAsync(o => o.Latency = TimeSpan.FromSeconds(1));

        DateTimeOffset start = rig.Clock.GetUtcNow();

        Assert.Equal("200", (await rig.Clock.RunAsync(rig.SendAsync("PUT", "key", [1]))).Outcome);
        Assert.Equal(TimeSpan.FromSeconds(1), rig.Clock.GetUtcNow() - start);
    }
}
