using System.Diagnostics;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Runs what the environment says that does something to the server.</summary>
internal static class Shell
{
    public static async Task RunAsync(string command)
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
