using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace PresignedMultipart.Browser.Tests;

/// <summary>samples/Backend as a user starts it: a process of its own, here on a free port.</summary>
internal sealed class BackendProcess : IAsyncDisposable
{
    private const string Announcement = "Open ";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BackendProcess(string[] arguments)
    {
        string assembly = typeof(BackendProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Backend").Value!;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.GetFullPath(assembly), "--url", "http://127.0.0.1:0", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The back end has ended.{Environment.NewLine}{Output}"));
    }

    public Uri Address => _address.Task.Result;

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    public static async Task<BackendProcess> StartAsync(params string[] arguments)
    {
        var backend = new BackendProcess(arguments);
        try
        {
            backend._process.Start();
            backend._process.BeginOutputReadLine();
            backend._process.BeginErrorReadLine();
            await backend._address.Task.WaitAsync(LongestStart);
            return backend;
        }
        catch
        {
            await backend.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as a host does, so that it deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                using var ask = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
                await _process.WaitForExitAsync().WaitAsync(LongestStop);
            }
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Announcement.Length..].Split(' ')[0]));
        }
    }
}
