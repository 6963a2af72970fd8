using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace PresignedMultipart.Survival.Tests;

/// <summary>Has <c>eng/s3-servers</c> start a server for these tests alone.</summary>
/// <param name="server">One of the script's.</param>
/// <param name="purpose">Tells the servers of different tests apart.</param>
internal sealed class ServerScript(string server, string purpose)
{
    /// <summary>What the script prints.</summary>
    public async Task<string> RunAsync(string verb, [CallerFilePath] string file = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
        var start = new ProcessStartInfo(Path.Combine(root, "eng/s3-servers"), [verb, server]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // One for this checkout, so that what an interrupted run left is ended by the next.
        start.Environment["S3_SERVERS_INSTANCE"] = $"{purpose}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..8]}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"`eng/s3-servers {verb} {server}` failed: {errors}");
    }
}
