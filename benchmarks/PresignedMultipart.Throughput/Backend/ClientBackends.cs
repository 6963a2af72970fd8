namespace PresignedMultipart.Throughput.Backend;

/// <summary>A back end for each client that goes to one, so that each has a peak of its own.</summary>
internal sealed class ClientBackends : IAsyncDisposable
{
    private readonly Dictionary<string, BackendProcess> _processes = [];

    public static async Task<ClientBackends> StartAsync(IEnumerable<string> clients, Uri storage, CancellationToken cancellationToken)
    {
        var backends = new ClientBackends();
        try
        {
            foreach (string client in clients)
            {
                backends._processes.Add(client, await BackendProcess.StartAsync(storage, cancellationToken));
            }

            return backends;
        }
        catch
        {
            await backends.DisposeAsync();
            throw;
        }
    }

    public BackendProcess? Of(string client) => _processes.GetValueOrDefault(client);

    public async ValueTask DisposeAsync()
    {
        foreach (BackendProcess process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }
}
