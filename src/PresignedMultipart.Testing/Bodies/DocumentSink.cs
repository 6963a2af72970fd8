using System.Buffers;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>Gathers a document of XML: the list of ten thousand parts with checksums is about 3 MiB.</summary>
internal sealed class DocumentSink : IBodySink
{
    private const int MaximumLength = 16 << 20;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public byte[] Document => _buffer.WrittenSpan.ToArray();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (_buffer.WrittenCount + data.Length > MaximumLength)
        {
            throw new S3Error(400, "MaxMessageLengthExceeded", "Your request was too large.");
        }

        _buffer.Write(data.Span);
        return ValueTask.CompletedTask;
    }
}
