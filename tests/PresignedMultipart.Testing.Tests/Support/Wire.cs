namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>Sends requests with exactly the URL and the headers of a test.</summary>
internal static class Wire
{
    /// <summary>Keeps dot segments and escapes as they are, which a plain <see cref="Uri"/> does not.</summary>
    public static Uri Exact(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public static HttpRequestMessage Request(string method, string url, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Exact(url));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    public static async Task<Answer> SendAsync(
        this HttpClient http, string method, string url, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(method, url, body, headers);
        return await http.AnswerAsync(request);
    }

    public static async Task<Answer> AnswerAsync(this HttpClient http, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await http.SendAsync(request);
        byte[] content = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, content);
    }
}
