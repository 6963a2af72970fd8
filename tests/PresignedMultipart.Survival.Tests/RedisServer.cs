using StackExchange.Redis;

namespace PresignedMultipart.Survival.Tests;

/// <summary>
/// A real Redis, started empty by <c>eng/s3-servers</c>. Where it cannot be started the tests fail; they are never skipped.
/// </summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly ServerScript _script = new("redis", "survival");

    /// <summary>How to connect to it, from a machine that may be busy with much else.</summary>
    public string Configuration { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // What a run that was interrupted has left would be taken for the journal of this one.
        await _script.RunAsync("stop");
        Configuration = $"{(await _script.RunAsync("start")).Trim().Split('=', 2)[1]},connectTimeout=60000,asyncTimeout=10000";
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

    public Task TakeAwayAsync() => _script.RunAsync("gateway-stop");

    public Task BringBackAsync() => _script.RunAsync("gateway-start");

    public Task DisposeAsync() => _script.RunAsync("stop");

    // A connection each time: one that was made before Redis went away is not back at once.
    private async Task<T> UseAsync<T>(Func<IServer, Task<T>> action)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(Configuration);
        return await action(connection.GetServers().Single());
    }
}
