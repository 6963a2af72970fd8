using System.Security;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Asks an S3 server about one key of its own: plain HTTP, signed by hand, without the library and without an SDK.</summary>
internal sealed class S3Dialogue(HttpClient http, Uri endpoint, Signer signer, string bucket, string key)
{
    public static readonly byte[] NineBytes = "123456789"u8.ToArray();

    /// <summary>Enough for a part that is not the last, where parts of 1 KiB are taken.</summary>
    public static readonly byte[] SmallestPart = new byte[1024];

    public Uri Endpoint => endpoint;

    public Signer Signer => signer;

    public string Bucket => bucket;

    public string Key => key;

    /// <summary>The same key, asked by somebody who signs otherwise.</summary>
    public S3Dialogue With(Signer other) => new(http, endpoint, other, bucket, key);

    public string Sign(string method, params (string Name, string Value)[] query) => signer.Presign(method, bucket, key, query);

    /// <summary>Asks through a URL that signs the headers that it is sent with.</summary>
    public Task<Answer> SendAsync(string method, (string Name, string Value)[] query, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, key, query, body, headers);

    /// <inheritdoc cref="SendAsync(string, ValueTuple{string, string}[], byte[], ValueTuple{string, string}[])"/>
    public Task<Answer> SendAsync(string method, string? otherKey, (string Name, string Value)[] query, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, signer.Presign(method, bucket, otherKey, query, headers.ToDictionary(h => h.Name, h => h.Value)), body, headers);

    /// <summary>Asks through the URL, whatever it signs.</summary>
    public Task<Answer> SendAsync(string method, string url, byte[]? body = null, params (string Name, string Value)[] headers) =>
        http.SendAsync(method, url, body, headers);

    public Task<Answer> PutAsync(byte[] body, params (string Name, string Value)[] headers) => SendAsync("PUT", [], body, headers);

    public Task<Answer> GetAsync(params (string Name, string Value)[] headers) => SendAsync("GET", [], null, headers);

    public Task<Answer> HeadAsync(params (string Name, string Value)[] headers) => SendAsync("HEAD", [], null, headers);

    public Task<Answer> CreateAsync(params (string Name, string Value)[] headers) => SendAsync("POST", [("uploads", "")], null, headers);

    public async Task<string> UploadIdAsync(params (string Name, string Value)[] headers) => (await CreateAsync(headers)).Element("UploadId")!;

    public Task<Answer> PutPartAsync(string uploadId, int number, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", [("partNumber", $"{number}"), ("uploadId", uploadId)], body, headers);

    /// <summary>Creates an upload and sends its parts.</summary>
    public async Task<(string UploadId, (int Number, string ETag)[] Parts)> UploadAsync(params byte[][] parts)
    {
        string uploadId = await UploadIdAsync();
        var sent = new List<(int, string)>();
        foreach (byte[] part in parts)
        {
            sent.Add((sent.Count + 1, (await PutPartAsync(uploadId, sent.Count + 1, part)).ETag!));
        }

        return (uploadId, [.. sent]);
    }

    public Task<Answer> CompleteAsync(string uploadId, IEnumerable<(int Number, string ETag)> parts, params (string Name, string Value)[] headers) => CompleteAsync(
        uploadId,
        $"<CompleteMultipartUpload>{string.Concat(parts.Select(p => $"<Part><PartNumber>{p.Number}</PartNumber><ETag>{SecurityElement.Escape(p.ETag)}</ETag></Part>"))}</CompleteMultipartUpload>",
        headers);

    public Task<Answer> CompleteAsync(string uploadId, string document, params (string Name, string Value)[] headers) =>
        SendAsync("POST", [("uploadId", uploadId)], System.Text.Encoding.UTF8.GetBytes(document), headers);

    public Task<Answer> AbortAsync(string uploadId) => SendAsync("DELETE", [("uploadId", uploadId)]);

    public Task<Answer> ListPartsAsync(string uploadId, params (string Name, string Value)[] query) => SendAsync("GET", [("uploadId", uploadId), .. query]);
}
