using System.Globalization;
using PresignedMultipart.Testing;

namespace PresignedMultipart.S3.Tests.Support;

/// <summary>A server that checks signatures, with a bucket and a provider for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Bucket = "test-bucket";

    private readonly HttpClient _http = new();

    private TestServer(S3TestServer server)
    {
        Server = server;
        Provider = new S3PresignedUrlProvider(Options());
    }

    public S3TestServer Server { get; }

    public S3PresignedUrlProvider Provider { get; }

    public static async Task<TestServer> StartAsync(Action<S3TestServerOptions>? configure = null)
    {
        var options = new S3TestServerOptions { UseReservedCharactersInUploadIds = true, RejectUnsignedContentType = true };
        options.DefaultBuckets.Add(Bucket);
        configure?.Invoke(options);
        return new TestServer(await S3TestServer.StartAsync(options));
    }

    public S3ProviderOptions Options() => new()
    {
        Endpoint = Server.Endpoint,
        Region = Server.Region,
        AccessKey = Server.AccessKey,
        SecretKey = Server.SecretKey,
        MaxRetries = 0,
    };

    /// <summary>Sends the bytes as any client would: the URL, its headers, nothing else.</summary>
    public async Task<HttpResponseMessage> PutAsync(PresignedUrl url, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url.Uri) { Content = new ByteArrayContent(bytes) };
        foreach ((string name, string value) in url.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Equal(bytes.Length.ToString(CultureInfo.InvariantCulture), value);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(request);
    }

    public async Task<string> PutOkAsync(PresignedUrl url, byte[] bytes)
    {
        using HttpResponseMessage answer = await PutAsync(url, bytes);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>Creates an upload, sends one part, and leaves the completion to the test.</summary>
    public async Task<(MultipartUpload Upload, CompletedPart[] Parts)> UploadPartAsync(UploadTarget target, byte[] bytes)
    {
        MultipartUpload upload = await Provider.CreateMultipartUploadAsync(target, bytes.Length);
        PresignedUrl url = Assert.Single(await Provider.PresignPartsAsync(upload, [new PartToSign(1, bytes.Length)]));
        return (upload, [new CompletedPart(1, await PutOkAsync(url, bytes))]);
    }

    public byte[] Read(string key)
    {
        using Stream stream = Server.FindObject(Bucket, key)!.OpenRead();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
