using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace PresignedMultipart.Transfer;

/// <summary>
/// A connection on which an answer is heard that came before the body was sent. A storage that refuses early answers and closes; then
/// writing fails, and HttpClient gives up without a look at what lies ready to be read. From there on this one only pretends to write, so
/// that HttpClient reads on and finds the refusal.
/// </summary>
internal sealed class EarlyAnswerStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // From the connection to the request there is no way but the flow in which HttpClient writes it.
    private static readonly AsyncLocal<EarlyAnswer?> Watcher = new();

    private bool _answered;

    /// <summary>Watches over the request that the caller sends next, for as long as its method runs.</summary>
    public static EarlyAnswer Watch() => Watcher.Value = new EarlyAnswer();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_answered)
        {
            NoteLoss();
            return ValueTask.CompletedTask;
        }

        ValueTask written = base.WriteAsync(buffer, cancellationToken);
        return written.IsCompletedSuccessfully ? written : ListenAsync(written);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ListenAsync(ValueTask written)
    {
        try
        {
            await written.ConfigureAwait(false);
        }
        catch (IOException) when (HasAnswer())
        {
            _answered = true;
            NoteLoss();
        }
    }

    private static void NoteLoss()
    {
        if (Watcher.Value is { } watcher)
        {
            watcher.HasLostBytes = true;
        }
    }

    private bool HasAnswer()
    {
        try
        {
            return Socket.Available > 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
