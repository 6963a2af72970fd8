using System.Diagnostics;
using System.Net;
using PresignedMultipart.S3.Tests.Support;
using PresignedMultipart.Testing;

namespace PresignedMultipart.S3.Tests.EndToEnd;

public class SinglePutTests
{
    [Fact]
    public async Task Any_http_client_can_send_it_for_example_curl()
    {
        await using TestServer storage = await TestServer.StartAsync();
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "sent by curl");
            var target = new UploadTarget(TestServer.Bucket, "from curl/ü.txt")
            {
                ContentType = "text/plain; charset=utf-8",
                Metadata = new Dictionary<string, string> { ["origin"] = "Zürich" },
                Tags = new Dictionary<string, string> { ["a b"] = "c&d" },
                FailIfExists = true,
            };
            PresignedUrl url = await storage.Provider.PresignPutObjectAsync(target, new FileInfo(file).Length);

            (int exitCode, string output) = await CurlAsync(file, url);

            Assert.True(exitCode == 0, $"curl ended with {exitCode}: {output}");
            S3TestObject stored = Assert.Single(storage.Server.Objects);
            Assert.Equal("from curl/ü.txt", stored.Key);
            Assert.Equal("text/plain; charset=utf-8", stored.ContentType);
            Assert.Equal("c&d", stored.Tags["a b"]);
            Assert.Equal("sent by curl"u8.ToArray(), storage.Read(stored.Key));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Everything_that_the_storage_keeps_arrives()
    {
        await using TestServer storage = await TestServer.StartAsync();
        UploadTarget target = InBucket(Targets.WithEverything());

        await storage.PutOkAsync(await storage.Provider.PresignPutObjectAsync(target, 3), "abc"u8.ToArray());

        AssertKept(Assert.Single(storage.Server.Objects));
    }

    [Fact]
    public async Task Everything_that_the_storage_keeps_arrives_by_a_multipart_upload_too()
    {
        await using TestServer storage = await TestServer.StartAsync();

        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(InBucket(Targets.WithEverything()), "abc"u8.ToArray());
        await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3);

        AssertKept(Assert.Single(storage.Server.Objects));
    }

    [Fact]
    public async Task Another_length_than_the_signed_one_is_refused_by_the_storage()
    {
        await using TestServer storage = await TestServer.StartAsync();
        PresignedUrl url = await storage.Provider.PresignPutObjectAsync(new UploadTarget(TestServer.Bucket, "key"), 3);

        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PutAsync(url.Uri, new ByteArrayContent("four"u8.ToArray()));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(storage.Server.Objects);
    }

    [Fact]
    public async Task An_object_that_exists_is_not_replaced_when_it_must_not_be()
    {
        await using TestServer storage = await TestServer.StartAsync();
        var target = new UploadTarget(TestServer.Bucket, "key") { FailIfExists = true };
        await storage.PutOkAsync(await storage.Provider.PresignPutObjectAsync(target), "first"u8.ToArray());

        using HttpResponseMessage second = await storage.PutAsync(await storage.Provider.PresignPutObjectAsync(target), "second"u8.ToArray());
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(target, "third"u8.ToArray());
        PresignedUrlProviderException third = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => storage.Provider.CompleteMultipartUploadAsync(upload, parts, 5));

        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal("PreconditionFailed", third.ErrorCode);
        Assert.False(third.IsOutcomeUnknown);
        Assert.Equal("first"u8.ToArray(), storage.Read("key"));
    }

    [Fact]
    public async Task The_customers_own_key_encrypts_by_both_ways()
    {
        await using TestServer storage = await TestServer.StartAsync();
        var single = new UploadTarget(TestServer.Bucket, "single") { Encryption = ServerSideEncryption.CustomerKey(Targets.CustomerKey) };
        var multipart = new UploadTarget(TestServer.Bucket, "multipart") { Encryption = ServerSideEncryption.CustomerKey(Targets.CustomerKey) };

        await storage.PutOkAsync(await storage.Provider.PresignPutObjectAsync(single, 3), "abc"u8.ToArray());
        (MultipartUpload upload, CompletedPart[] parts) = await storage.UploadPartAsync(multipart, "abc"u8.ToArray());
        await storage.Provider.CompleteMultipartUploadAsync(upload, parts, 3);

        Assert.Equal(3, (await storage.Provider.HeadObjectAsync(upload))!.Length);
        Assert.All(storage.Server.Objects, stored => Assert.Equal("SSE-C", stored.Encryption));
    }

    private static UploadTarget InBucket(UploadTarget target) => new(TestServer.Bucket, target.Key)
    {
        ContentType = target.ContentType,
        ContentDisposition = target.ContentDisposition,
        ContentEncoding = target.ContentEncoding,
        ContentLanguage = target.ContentLanguage,
        CacheControl = target.CacheControl,
        Metadata = target.Metadata,
        Tags = target.Tags,
        StorageClass = target.StorageClass,
        Acl = target.Acl,
    };

    private static void AssertKept(S3TestObject stored)
    {
        Assert.Equal("text/plain; charset=utf-8", stored.ContentType);
        Assert.Equal("attachment; filename=\"a b.txt\"", stored.Headers["Content-Disposition"]);
        Assert.Equal("gzip", stored.Headers["Content-Encoding"]);
        Assert.Equal("de", stored.Headers["Content-Language"]);
        Assert.Equal("max-age=60, no-transform", stored.Headers["Cache-Control"]);
        Assert.Equal("plain value", stored.Metadata["plain-name"]);
        Assert.Contains(stored.Metadata["city"], new[] { "Zürich", "=?UTF-8?B?WsO8cmljaA==?=" });
        Assert.Equal("a b", stored.Tags["project"]);
        Assert.Equal("v=lue", stored.Tags["k&y"]);
        Assert.Equal("STANDARD_IA", stored.StorageClass);
        Assert.Equal("bucket-owner-full-control", stored.Acl);
    }

    private static async Task<(int ExitCode, string Output)> CurlAsync(string file, PresignedUrl url)
    {
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-sS", "-f", "--noproxy", "*", "-T", file, .. url.Headers.SelectMany(header => new[] { "-H", $"{header.Key}: {header.Value}" }), url.Uri.OriginalString])
        {
            start.ArgumentList.Add(argument);
        }

        using Process curl = Process.Start(start) ?? throw new InvalidOperationException("This test needs curl on the PATH.");
        Task<string> output = curl.StandardOutput.ReadToEndAsync();
        Task<string> errors = curl.StandardError.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return (curl.ExitCode, await output + await errors);
    }
}
