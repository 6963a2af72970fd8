using System.Diagnostics;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The server's front, by the commands that kill it and bring it back with everything that it had stored.</summary>
internal sealed class Gateway(string killCommand, string startCommand)
{
    public Task KillAsync() => RunAsync(killCommand);

    public Task StartAsync() => RunAsync(startCommand);

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    private static async Task RunAsync(string command)
    {
        // What is started must not hold the ends of pipes of this process open.
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec >/dev/null 2>&1; {command}"]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"`{command}` failed with exit code {process.ExitCode}.");
        }
    }
}
