using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>One connection through a <see cref="Relay"/>: HTTP/1.1 requests one after the other, with bodies of known length.</summary>
internal sealed partial class RelayedLine(Stream client, Stream server, int? bytesPerSecond, CancellationToken closed) : IDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(client);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holding;

    /// <summary>Passes the server's answers on until it, or the line, ends.</summary>
    public async Task AnswerAsync()
    {
        byte[] block = new byte[64 << 10];
        try
        {
            while (await server.ReadAsync(block, closed) is int read and > 0)
            {
                if (!_holding)
                {
                    await client.WriteAsync(block.AsMemory(0, read), closed);
                }
                else if (!block.AsSpan(0, read).StartsWith("HTTP/1.1 100"u8))
                {
                    _held.TrySetResult();
                    await Task.Delay(Timeout.Infinite, closed);
                }
            }
        }
        finally
        {
            _held.TrySetResult();
        }
    }

    /// <summary>From now on no answer passes.</summary>
    public void HoldAnswers() => _holding = true;

    /// <summary>Ends when there is an answer that does not pass, or when there will be none.</summary>
    public Task AnswerHeldAsync() => _held.Task;

    /// <summary>The next request's head; <see langword="null"/> when the client sends no more.</summary>
    public async Task<RelayedRequest?> ReadRequestAsync()
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync(closed);
            var bytes = new SequenceReader<byte>(read.Buffer);
            if (bytes.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            {
                string text = Encoding.Latin1.GetString(head) + "\r\n\r\n";
                _reader.AdvanceTo(bytes.Position);
                return new RelayedRequest(
                    text,
                    text[..text.IndexOf("\r\n", StringComparison.Ordinal)],
                    ContentLength().Match(text) is { Success: true } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    public Task PassHeadAsync(RelayedRequest request) => server.WriteAsync(Encoding.Latin1.GetBytes(request.Head), closed).AsTask();

    /// <summary>Passes so many bytes of the body.</summary>
    public async Task PassBodyAsync(long length, bool flipFirstBit = false)
    {
        for (long passed = 0; passed < length;)
        {
            ReadResult read = await _reader.ReadAsync(closed);
            byte[] bytes = read.Buffer.Slice(0, Math.Min(Math.Min(read.Buffer.Length, 64 << 10), length - passed)).ToArray();
            _reader.AdvanceTo(read.Buffer.GetPosition(bytes.Length));
            if (bytes.Length == 0)
            {
                throw new EndOfStreamException("The client has gone.");
            }

            if (flipFirstBit && passed == 0)
            {
                bytes[0] ^= 0x80;
            }

            await server.WriteAsync(bytes, closed);
            passed += bytes.Length;
            if (bytesPerSecond is { } rate)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)bytes.Length / rate), closed);
            }
        }
    }

    public void Dispose() => _reader.Complete();

    [GeneratedRegex(@"\r\nContent-Length: *(\d+)\r\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContentLength();
}
