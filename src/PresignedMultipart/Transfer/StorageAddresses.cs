using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PresignedMultipart.Transfer;

/// <summary>The addresses of names, in turn: each call begins with the next one. What failed lately comes last.</summary>
internal sealed class StorageAddresses(Func<string, Task<IPAddress[]>> resolve, TimeProvider time)
{
    // A large storage gives a few of its many addresses at a time, and others some seconds later.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All addresses of the name, at least one, in the order in which to try them.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> FindAsync(string name, CancellationToken cancellationToken)
    {
        Host host = _hosts.GetOrAdd(name, static _ => new Host());
        IPAddress[] found = await LookUpAsync(name, host).WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (host)
        {
            int first = (int)(host.Turn++ % (uint)found.Length);
            return [.. found[first..].Concat(found[..first]).OrderBy(address => HasFailed(host, address))];
        }
    }

    public void Failed(string name, IPAddress address)
    {
        Host host = _hosts[name];
        lock (host)
        {
            host.Failures[address] = time.GetTimestamp();
        }
    }

    private Task<IPAddress[]> LookUpAsync(string name, Host host)
    {
        lock (host)
        {
            // All who connect at the same time wait for one answer.
            if (host.Found is null or { IsFaulted: true } || (host.Found.IsCompleted && time.GetElapsedTime(host.LookedUp) > Fresh))
            {
                host.LookedUp = time.GetTimestamp();
                host.Found = ResolveAsync(name, host.Found);
            }

            return host.Found;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string name, Task<IPAddress[]>? before)
    {
        try
        {
            return await resolve(name).ConfigureAwait(false) is { Length: > 0 } found ? found : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException) when (before is { IsCompletedSuccessfully: true })
        {
            // Better old addresses than none.
            return await before.ConfigureAwait(false);
        }
    }

    private bool HasFailed(Host host, IPAddress address) =>
        host.Failures.TryGetValue(address, out long at) && time.GetElapsedTime(at) <= Remembered;

    private sealed class Host
    {
        public Task<IPAddress[]>? Found { get; set; }

        public long LookedUp { get; set; }

        public uint Turn { get; set; }

        public Dictionary<IPAddress, long> Failures { get; } = [];
    }
}
