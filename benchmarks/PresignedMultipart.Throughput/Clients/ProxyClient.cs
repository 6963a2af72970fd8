using PresignedMultipart.Throughput.Backend;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>Sends the file to the back end, in one request, and knows of no storage.</summary>
internal sealed class ProxyClient(Uri backend) : IUploadClient
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public async Task UploadAsync(ClientTask task)
    {
        using var body = new StreamContent(File.OpenRead(task.Path));
        using HttpResponseMessage answer = await _http.PutAsync(new Uri(backend, $"{BackendRole.ProxyPath}/object"), body);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
