using System.Net.Sockets;
using System.Text;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>One connection: takes one request after the other, drops its body and answers.</summary>
internal sealed class SinkConnection(ISinkWire wire, SinkSettings settings, RateCap? total, SinkTally tally, OpenUploads uploads)
{
    private const int UnshapedChunk = 1 << 20;

    // Small enough that a cap holds within a few milliseconds.
    private const int ShapedChunk = 32 << 10;

    private readonly byte[] _head = new byte[64 << 10];
    private readonly int _chunk = settings.IsShaped ? ShapedChunk : UnshapedChunk;
    private readonly RateCap? _own = settings.BytesPerSecondPerConnection > 0 ? new RateCap(settings.BytesPerSecondPerConnection) : null;
    private int _buffered;

    public void Run()
    {
        while (ReadHead() is { } head)
        {
            tally.Request();
            if (head.ExpectsContinue)
            {
                wire.Send(Answers.Continue);
            }

            DropBody(head.ContentLength);
            if (settings.Latency > TimeSpan.Zero)
            {
                Thread.Sleep(settings.Latency);
            }

            wire.Send(head.IsPart && tally.PartIsToRefuse() ? Answers.SlowDown : Answers.To(head, uploads));
        }
    }

    private RequestHead? ReadHead()
    {
        while (true)
        {
            int end = _head.AsSpan(0, _buffered).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = RequestHead.Parse(Encoding.Latin1.GetString(_head, 0, end));
                Consume(end + 4);
                return head;
            }

            int count = wire.Receive(_head.AsSpan(_buffered));
            if (count == 0)
            {
                return null;
            }

            _buffered += count;
        }
    }

    private void DropBody(long length)
    {
        int early = (int)Math.Min(length, _buffered);
        Consume(early);
        _own?.Begin();
        tally.Body(early);
        Pace(early);
        for (long left = length - early; left > 0;)
        {
            int count = wire.Drop((int)Math.Min(left, _chunk));
            if (count == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            left -= count;
            tally.Body(count);
            Pace(count);
        }
    }

    private void Pace(int bytes)
    {
        _own?.Pass(bytes);
        total?.Pass(bytes);
    }

    private void Consume(int count)
    {
        _head.AsSpan(count, _buffered - count).CopyTo(_head);
        _buffered -= count;
    }
}
