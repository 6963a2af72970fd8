namespace PresignedMultipart.Integration.Tests;

/// <summary>The room that the server has for objects, by the commands that take it away and give it back.</summary>
internal sealed class StorageRoom(string fillCommand, string freeCommand)
{
    /// <summary>From when this ends on there is no room for another byte.</summary>
    public Task FillAsync() => Shell.RunAsync(fillCommand);

    public Task FreeAsync() => Shell.RunAsync(freeCommand);
}
