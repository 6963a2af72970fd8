using System.Xml.Linq;

namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>A server with one bucket, a raw client and a signer: what most tests need.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Bucket = "uploads";

    private Rig(S3TestServer server, ManualClock clock)
    {
        S3 = server;
        Clock = clock;
    }

    public S3TestServer S3 { get; }

    /// <summary>The server's clock, which stands still.</summary>
    public ManualClock Clock { get; }

    public HttpClient Http { get; } = Wire.Client();

    public Signer Signer => new(S3) { SignedAt = Clock.GetUtcNow() };

    public static async Task<Rig> StartAsync(Action<S3TestServerOptions>? configure = null)
    {
        var clock = new ManualClock();
        var options = new S3TestServerOptions { TimeProvider = clock, MinimumPartSize = 1 };
        options.DefaultBuckets.Add(Bucket);
        configure?.Invoke(options);
        return new Rig(await S3TestServer.StartAsync(options), clock);
    }

    /// <summary>Sends a presigned request; all headers that are given are signed.</summary>
    public Task<Answer> SendAsync(
        string method, string? key, byte[]? body = null, (string, string)[]? query = null, params (string Name, string Value)[] headers)
    {
        string url = Signer.Presign(method, Bucket, key, query, headers.ToDictionary(h => h.Name, h => h.Value));
        return Http.SendAsync(method, url, body, headers);
    }

    public async Task<string> CreateUploadAsync(string key = "key", params (string, string)[] headers) =>
        (await SendAsync("POST", key, query: [("uploads", "")], headers: headers)).Element("UploadId")!;

    public Task<Answer> UploadPartAsync(
        string uploadId, int number, byte[] body, string key = "key", params (string, string)[] headers) =>
        SendAsync("PUT", key, body, [("partNumber", $"{number}"), ("uploadId", uploadId)], headers);

    public string PartUrl(string uploadId, int number, string key = "key") =>
        Signer.Presign("PUT", Bucket, key, [("partNumber", $"{number}"), ("uploadId", uploadId)]);

    public Task<Answer> CompleteAsync(string uploadId, IEnumerable<(int Number, string ETag)> parts, string key = "key", params (string, string)[] headers) =>
        CompleteAsync(uploadId, PartList(parts), key, headers);

    public Task<Answer> CompleteAsync(string uploadId, string document, string key = "key", params (string, string)[] headers) =>
        SendAsync("POST", key, System.Text.Encoding.UTF8.GetBytes(document), [("uploadId", uploadId)], headers);

    public static string PartList(IEnumerable<(int Number, string ETag)> parts, Func<int, XElement?>? more = null) =>
        new XElement("CompleteMultipartUpload", parts.Select(p => new XElement(
            "Part", new XElement("PartNumber", p.Number), new XElement("ETag", p.ETag), more?.Invoke(p.Number)))).ToString();

    /// <summary>Creates an upload and sends its parts.</summary>
    public async Task<(string UploadId, List<(int Number, string ETag)> Parts)> UploadAsync(params byte[][] bodies)
    {
        string id = await CreateUploadAsync();
        var parts = new List<(int, string)>();
        foreach (byte[] body in bodies)
        {
            Answer answer = await UploadPartAsync(id, parts.Count + 1, body);
            Assert.Equal("200", answer.Outcome);
            parts.Add((parts.Count + 1, answer.ETag!));
        }

        return (id, parts);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await S3.DisposeAsync();
    }
}
