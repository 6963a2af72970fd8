namespace PresignedMultipart.Testing.Storage;

/// <summary>The parts of a completed multipart upload one after the other, without copying them.</summary>
internal sealed class CompositeBody : StoredBody
{
    private readonly IReadOnlyList<StoredBody> _parts;
    private readonly long[] _starts;

    /// <summary>Takes over the owner's reference of every part.</summary>
    public CompositeBody(IReadOnlyList<StoredBody> parts)
        : base(parts.Sum(p => p.Length))
    {
        _parts = parts;
        _starts = new long[parts.Count];
        for (int i = 1; i < parts.Count; i++)
        {
            _starts[i] = _starts[i - 1] + parts[i - 1].Length;
        }
    }

    protected override BodyReader CreateReader()
    {
        if (_parts.Any(p => p is DiscardedBody))
        {
            Release();
            return _parts.First(p => p is DiscardedBody).OpenReader();
        }

        return new Reader(this);
    }

    protected override void Free()
    {
        foreach (StoredBody part in _parts)
        {
            part.Release();
        }
    }

    private sealed class Reader(CompositeBody body) : BodyReader(body)
    {
        private int _index = -1;
        private BodyReader? _part;

        public override int Read(long offset, Span<byte> buffer) =>
            offset >= body.Length ? 0 : PartAt(offset).Read(offset - body._starts[_index], buffer);

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            offset >= body.Length ? new(0) : PartAt(offset).ReadAsync(offset - body._starts[_index], buffer, cancellationToken);

        protected override void Close() => _part?.Dispose();

        private BodyReader PartAt(long offset)
        {
            int index = Array.BinarySearch(body._starts, offset);
            index = index >= 0 ? index : ~index - 1;

            // Empty parts share their start with the next one, and only the next one has bytes there.
            while (body._parts[index].Length <= offset - body._starts[index])
            {
                index++;
            }

            if (index != _index)
            {
                _part?.Dispose();
                _part = body._parts[index].OpenReader();
                _index = index;
            }

            return _part!;
        }
    }
}
