using System.Net;
using System.Net.Sockets;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Connections to a name with several addresses, each a listener of its own.</summary>
public sealed class StorageConnectorTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly StorageConnector _connector;
    private readonly int _port;
    private IPAddress[] _addresses = [];
    private int _lookUps;

    public StorageConnectorTests()
    {
        _connector = new StorageConnector(new StorageAddresses(ResolveAsync, _time), _time);
        _port = Listen("127.0.0.1", 0);
        Listen("127.0.0.2", _port);
        Listen("127.0.0.3", _port);
    }

    [Fact]
    public async Task Connections_are_spread_evenly_over_all_addresses()
    {
        Resolves("127.0.0.1", "127.0.0.2", "127.0.0.3");

        Assert.Equal(["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.2", "127.0.0.3"], await ConnectAsync(6));
        Assert.Equal(1, _lookUps);
    }

    [Fact]
    public async Task An_address_that_cannot_be_reached_is_passed_over_and_left_alone_for_a_while()
    {
        // Nobody listens on 127.0.0.9.
        Resolves("127.0.0.9", "127.0.0.1", "127.0.0.2");

        Assert.DoesNotContain("127.0.0.9", await ConnectAsync(6));

        _time.Advance(TimeSpan.FromSeconds(31));
        Listen("127.0.0.9", _port);
        Assert.Contains("127.0.0.9", await ConnectAsync(3));
    }

    [Fact]
    public async Task When_no_address_can_be_reached_it_fails_with_the_reason_and_each_was_tried()
    {
        Resolves("127.0.0.8", "127.0.0.9");

        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(1));
        Listen("127.0.0.9", _port);

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal(["127.0.0.9"], await ConnectAsync(1));
    }

    [Fact]
    public async Task The_name_is_looked_up_again_after_a_while_and_a_failed_look_up_leaves_what_was_known()
    {
        Resolves("127.0.0.1");
        await ConnectAsync(2);

        _time.Advance(TimeSpan.FromSeconds(31));
        Resolves("127.0.0.2");
        Assert.Equal(["127.0.0.2", "127.0.0.2"], await ConnectAsync(2));

        _time.Advance(TimeSpan.FromSeconds(31));
        Resolves();
        Assert.Equal(["127.0.0.2"], await ConnectAsync(1));
        Assert.Equal(3, _lookUps);
    }

    [Fact]
    public async Task A_name_without_addresses_fails_and_is_looked_up_again_the_next_time()
    {
        var unknown = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(1));
        Resolves("127.0.0.3");

        Assert.Equal(SocketError.HostNotFound, unknown.SocketErrorCode);
        Assert.Equal(["127.0.0.3"], await ConnectAsync(1));
    }

    [Fact]
    public async Task Both_families_are_used_and_one_that_is_not_there_is_passed_over()
    {
        // Nothing listens on the first, whether there is IPv6 or not.
        Resolves("::1", "127.0.0.1");

        Assert.Equal(["127.0.0.1", "127.0.0.1"], await ConnectAsync(2));
    }

    [Fact]
    public async Task Cancelled_it_stops_at_once()
    {
        Resolves("127.0.0.1");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _connector.ConnectAsync(new DnsEndPoint("storage", _port), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Nothing_is_held_back_on_a_connection_and_its_end_is_noticed()
    {
        Resolves("127.0.0.1");

        await using Stream stream = await _connector.ConnectAsync(new DnsEndPoint("storage", _port), default);

        Socket socket = Assert.IsAssignableFrom<NetworkStream>(stream).Socket;
        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    private int Listen(string address, int port)
    {
        var listener = new TcpListener(IPAddress.Parse(address), port);
        listener.Start();
        _listeners.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Resolves(params string[] addresses) => _addresses = [.. addresses.Select(IPAddress.Parse)];

    private Task<IPAddress[]> ResolveAsync(string name)
    {
        Assert.Equal("storage", name);
        _lookUps++;
        return Task.FromResult(_addresses);
    }

    private async Task<string[]> ConnectAsync(int count)
    {
        string[] reached = new string[count];
        for (int i = 0; i < count; i++)
        {
            await using Stream stream = await _connector.ConnectAsync(new DnsEndPoint("storage", _port), default);
            reached[i] = ((IPEndPoint)Assert.IsAssignableFrom<NetworkStream>(stream).Socket.RemoteEndPoint!).Address.ToString();
        }

        return reached;
    }
}
