using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>The endpoint, seen from the process that measures.</summary>
internal sealed class EndpointProcess : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private EndpointProcess(ServerProcess process, string authorityPath)
    {
        _process = process;
        AuthorityPath = authorityPath;
        Address = new Uri($"{(authorityPath.Length > 0 ? "https" : "http")}://127.0.0.1:{process.Port}");
    }

    public Uri Address { get; }

    /// <summary>The certificate to trust; empty for plain HTTP.</summary>
    public string AuthorityPath { get; }

    public static async Task<EndpointProcess> StartAsync(SinkSettings settings, CancellationToken cancellationToken) =>
        new(await ServerProcess.StartAsync(OwnProgram.InRole(EndpointRole.Name, settings.ToArguments()), cancellationToken), settings.AuthorityPath);

    public async Task<SinkCounts> ReadCountsAsync(CancellationToken cancellationToken) => SinkCounts.Parse(await _process.ReadCountsAsync(cancellationToken));

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
