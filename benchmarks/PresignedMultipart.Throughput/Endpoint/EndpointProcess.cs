using System.Diagnostics;
using System.Globalization;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>The endpoint, seen from the process that measures.</summary>
internal sealed class EndpointProcess : IAsyncDisposable
{
    private readonly Process _process;

    private EndpointProcess(Process process, Uri address, string authorityPath)
    {
        _process = process;
        Address = address;
        AuthorityPath = authorityPath;
    }

    public Uri Address { get; }

    /// <summary>The certificate to trust; empty for plain HTTP.</summary>
    public string AuthorityPath { get; }

    public static async Task<EndpointProcess> StartAsync(SinkSettings settings, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = OwnProgram.InRole(EndpointRole.Name, settings.ToArguments());
        Process process = Process.Start(start)!;
        string? port = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The endpoint's process ended before it listened.");
        string scheme = settings.AuthorityPath.Length > 0 ? "https" : "http";
        return new EndpointProcess(process, new Uri($"{scheme}://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}"), settings.AuthorityPath);
    }

    public async Task<SinkCounts> ReadCountsAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("counts");
        await _process.StandardInput.FlushAsync(cancellationToken);
        string line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The endpoint's process ended.");
        return SinkCounts.Parse(line);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
