using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>A client that speaks plain HTTP and JSON, as anybody can.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    public Client(Uri address, string? user)
    {
        _http = new HttpClient { BaseAddress = address };
        if (user is not null)
        {
            _http.DefaultRequestHeaders.Add(TestUser.Header, user);
        }
    }

    public HttpClient Http => _http;

    /// <summary>Posts JSON and reads the answer, which must be a success.</summary>
    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await SendAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Posts JSON, and the answer must be this problem.</summary>
    public async Task<BackendProblem> RefusedAsync(string path, object body, HttpStatusCode status, string code)
    {
        using HttpResponseMessage answer = await SendAsync(path, body);
        return await AssertProblemAsync(answer, status, code);
    }

    public async Task<BackendProblem> RefusedGetAsync(string path, HttpStatusCode status, string code)
    {
        using HttpResponseMessage answer = await _http.GetAsync(path);
        return await AssertProblemAsync(answer, status, code);
    }

    public static async Task<BackendProblem> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        BackendProblem problem = JsonSerializer.Deserialize(text, NativeContractJson.Default.BackendProblem)!;
        Assert.Equal(code, problem.Code);
        Assert.Equal((int)status, problem.Status);
        Assert.False(string.IsNullOrEmpty(problem.Detail));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        return problem;
    }

    public Task<HttpResponseMessage> SendAsync(string path, object body) =>
        _http.PostAsync(path, body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body));

    public Task<JsonNode> CreateAsync(long? length, string key = "file.bin", string? contentType = null) =>
        PostAsync("/uploads/create", new { target = new { bucket = "any", key, contentType }, objectLength = length });

    public async Task<JsonNode> SignAsync(string ticket, int number, long length) =>
        (await PostAsync("/uploads/presign-parts", new { ticket, parts = new[] { new { partNumber = number, length } } }))["urls"]![0]!;

    /// <summary>PUTs bytes to the storage as its URL says, and answers the ETag.</summary>
    public static async Task<string> PutAsync(JsonNode url, byte[] bytes)
    {
        using HttpResponseMessage answer = await TryPutAsync(url["url"]!.GetValue<string>(), bytes);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.ETag!.ToString();
    }

    public static async Task<HttpResponseMessage> TryPutAsync(string url, byte[] bytes)
    {
        using var http = new HttpClient();
        return await http.PutAsync(new Uri(url), new ByteArrayContent(bytes));
    }

    /// <summary>Signs and sends one part.</summary>
    public async Task<object> UploadPartAsync(string ticket, int number, byte[] bytes) =>
        new { partNumber = number, eTag = await PutAsync(await SignAsync(ticket, number, bytes.Length), bytes) };

    public static byte[] Bytes(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public void Dispose() => _http.Dispose();
}
