namespace PresignedMultipart.Integration.Tests;

/// <summary>The server's front, by the commands that kill it and bring it back with everything that it had stored.</summary>
internal sealed class Gateway(string killCommand, string startCommand)
{
    public Task KillAsync() => Shell.RunAsync(killCommand);

    public Task StartAsync() => Shell.RunAsync(startCommand);

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }
}
