using System.Diagnostics;
using System.Globalization;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>
/// A server on loopback in a process of its own. It writes its port, then its counts for every line that it is sent, and ends with its
/// input, so it cannot outlive whoever started it.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        Process process = Process.Start(start)!;
        string? port = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("A server's process ended before it listened.");
        return new ServerProcess(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>The server's own side: runs until its input ends.</summary>
    public static void Serve(int port, Func<string> counts)
    {
        Console.WriteLine(port.ToString(CultureInfo.InvariantCulture));
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(counts());
        }
    }

    public async Task<string> ReadCountsAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("counts");
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("A server's process ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
