using System.Diagnostics;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Backend;

/// <summary>The back end, seen from the process that measures.</summary>
internal sealed class BackendProcess : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private BackendProcess(ServerProcess process) => _process = process;

    public Uri Address => new($"http://127.0.0.1:{_process.Port}");

    public static async Task<BackendProcess> StartAsync(Uri storage, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = OwnProgram.InRole(BackendRole.Name, storage.ToString());

        // As Microsoft.NET.Sdk.Web sets it.
        start.Environment["DOTNET_gcServer"] = "1";
        start.Environment["NO_PROXY"] = storage.Host;
        return new BackendProcess(await ServerProcess.StartAsync(start, cancellationToken));
    }

    public async Task<BackendCounts> ReadCountsAsync(CancellationToken cancellationToken) => BackendCounts.Parse(await _process.ReadCountsAsync(cancellationToken));

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
