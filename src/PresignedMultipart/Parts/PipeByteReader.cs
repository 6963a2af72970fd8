using System.Buffers;
using System.IO.Pipelines;

namespace PresignedMultipart.Parts;

internal sealed class PipeByteReader(PipeReader reader) : ByteReader
{
    public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCanceled)
            {
                throw new IOException("The reading of the pipe was cancelled by somebody else.");
            }

            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, into.Length));
            // Counted before it is given back: then its memory belongs to the pipe again.
            int count = (int)taken.Length;
            taken.CopyTo(into.Span);
            reader.AdvanceTo(taken.End);
            if (count > 0 || result.IsCompleted)
            {
                return count;
            }
        }
    }

    public override ValueTask DisposeAsync() => reader.CompleteAsync();
}
