using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PresignedMultipart.Integration.Tests;

/// <summary>
/// A real Uppy Companion that signs for one bucket of the storage server, started by <c>eng/companion</c>. Without Node.js the tests fail;
/// they are never skipped.
/// </summary>
internal sealed class CompanionServer : IAsyncDisposable
{
    private readonly string _bucket;

    private CompanionServer(string bucket, Uri address)
    {
        _bucket = bucket;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<CompanionServer> StartAsync(string bucket)
    {
        string export = await RunAsync("start", bucket);
        return new CompanionServer(bucket, new Uri(export.Trim().Split('=', 2)[1]));
    }

    public async ValueTask DisposeAsync() => await RunAsync("stop", _bucket);

    private static async Task<string> RunAsync(string verb, string bucket, [CallerFilePath] string file = "")
    {
        string script = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../eng/companion"));
        var start = new ProcessStartInfo(script, verb) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COMPANION_BUCKET"] = bucket;
        start.Environment["COMPANION_INSTANCE"] = bucket;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"`eng/companion {verb}` failed: {errors}");
    }
}
