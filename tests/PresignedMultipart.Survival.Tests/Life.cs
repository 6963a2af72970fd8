using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Survival.Tests;

/// <summary>A program that uploads, as a process of its own, from its start to its end or its death.</summary>
internal sealed class Life : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private Life(string assembly, IEnumerable<string> arguments, S3TestServer server)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["AWS_ACCESS_KEY_ID"] = server.AccessKey,
                    ["AWS_SECRET_ACCESS_KEY"] = server.SecretKey,
                    ["AWS_REGION"] = server.Region,
                    // A process that lives for half a second gains nothing from watching itself.
                    ["DOTNET_TieredPGO"] = "0",
                },
            },
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    public bool HasEnded => _process.HasExited;

    /// <summary>samples/S3Put.</summary>
    public static Life OfS3Put(S3TestServer server, params string[] arguments) =>
        new(Path.GetFullPath(typeof(Life).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "S3Put").Value!), [.. arguments, "--endpoint", server.Endpoint.ToString()], server);

    /// <summary><see cref="FleetWorker"/>.</summary>
    public static Life OfWorker(S3TestServer server, params string[] arguments) => new(typeof(FleetWorker).Assembly.Location, [server.Endpoint.ToString(), .. arguments], server);

    /// <summary>SIGKILL: nothing in it runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end, and for its having succeeded.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> SucceedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? Output : throw new InvalidOperationException($"It ended with exit code {_process.ExitCode}: {Output}");
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code and what it wrote.</returns>
    public async Task<(int ExitCode, string Output)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, Output);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
