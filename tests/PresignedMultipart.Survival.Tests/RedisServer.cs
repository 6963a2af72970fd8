using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace PresignedMultipart.Survival.Tests;

/// <summary>
/// A real Redis, started empty by <c>eng/s3-servers</c>. Where it cannot be started the tests fail; they are never skipped.
/// </summary>
public sealed class RedisServer : IAsyncLifetime
{
    /// <summary>How to connect to it, from a machine that may be busy with much else.</summary>
    public string Configuration { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // What a run that was interrupted has left would be taken for the journal of this one.
        await RunAsync("stop");
        Configuration = $"{(await RunAsync("start")).Trim().Split('=', 2)[1]},connectTimeout=60000,asyncTimeout=10000";
    }

    public Task<long> CountKeysAsync() => UseAsync(server => server.DatabaseSizeAsync());

    public Task WaitForKeysAsync(long count, CancellationToken cancellationToken) => UseAsync(async server =>
    {
        while (await server.DatabaseSizeAsync() != count)
        {
            await Task.Delay(10, cancellationToken);
        }

        return count;
    });

    /// <summary>All that is in it.</summary>
    public Task<List<string>> ReadAsync() => UseAsync(async server =>
    {
        var values = new List<string>();
        await foreach (RedisKey key in server.KeysAsync())
        {
            values.AddRange((await server.Multiplexer.GetDatabase().HashGetAllAsync(key)).Select(field => field.Value.ToString()));
        }

        return values;
    });

    public Task TakeAwayAsync() => RunAsync("gateway-stop");

    public Task BringBackAsync() => RunAsync("gateway-start");

    public Task DisposeAsync() => RunAsync("stop");

    // A connection each time: one that was made before Redis went away is not back at once.
    private async Task<T> UseAsync<T>(Func<IServer, Task<T>> action)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(Configuration);
        return await action(connection.GetServers().Single());
    }

    private static async Task<string> RunAsync(string verb, [CallerFilePath] string file = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
        var start = new ProcessStartInfo(Path.Combine(root, "eng/s3-servers"), [verb, "redis"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // One for this checkout, so that what an interrupted run left is ended by the next.
        start.Environment["S3_SERVERS_INSTANCE"] = $"survival-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..8]}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"`eng/s3-servers {verb} redis` failed: {errors}");
    }
}
