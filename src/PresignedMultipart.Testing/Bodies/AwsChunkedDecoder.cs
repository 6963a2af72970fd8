using System.Globalization;
using System.Text;
using PresignedMultipart.Testing.Authentication;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Bodies;

/// <summary>Takes the aws-chunked form off a body: sizes, signatures and trailing headers. A state machine, as lines may arrive in pieces.</summary>
internal sealed class AwsChunkedDecoder(IBodySink next, PayloadDeclaration payload, VerifiedSignature? signature) : IBodySink, IDisposable
{
    private const int MaximumLine = 4096;

    private readonly ChunkSignatures? _signatures = payload.ChunksAreSigned ? new ChunkSignatures(signature!) : null;
    private readonly List<byte> _line = [];
    private readonly StringBuilder _signedTrailers = new();
    private State _state = State.Size;
    private long _remaining;
    private string? _chunkSignature;

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done,
    }

    /// <summary>The headers after the last chunk.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public long DecodedLength { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (data.Length > 0)
        {
            if (_state == State.Data)
            {
                ReadOnlyMemory<byte> piece = data[..(int)Math.Min(data.Length, _remaining)];
                _signatures?.Append(piece.Span);
                await next.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                DecodedLength += piece.Length;
                _remaining -= piece.Length;
                data = data[piece.Length..];
                if (_remaining == 0)
                {
                    _state = State.DataEnd;
                }
            }
            else
            {
                data = data[TakeLine(data.Span)..];
            }
        }
    }

    private int UnsignedTrailers => _signatures is null ? 0 : _signedTrailers.Length;

    /// <exception cref="S3Error">The last chunk has not arrived.</exception>
    public void ThrowIfIncomplete()
    {
        // Some clients leave out the empty line after the last chunk or trailer.
        bool complete = _state == State.Done
            || (_state == State.Trailer && _line.Count == 0 && (!payload.HasTrailer || (Trailers.Count > 0 && UnsignedTrailers == 0)));
        if (!complete)
        {
            throw S3Errors.IncompleteBody();
        }
    }

    public void Dispose() => _signatures?.Dispose();

    /// <summary>Collects bytes up to the line feed and acts on the line.</summary>
    /// <returns>How many bytes were taken.</returns>
    private int TakeLine(ReadOnlySpan<byte> data)
    {
        if (_state == State.Done)
        {
            throw S3Errors.IncompleteBody();
        }

        int end = data.IndexOf((byte)'\n');
        ReadOnlySpan<byte> piece = end < 0 ? data : data[..end];
        if (_line.Count + piece.Length > MaximumLine)
        {
            throw S3Errors.IncompleteBody();
        }

        _line.AddRange(piece);
        if (end < 0)
        {
            return data.Length;
        }

        string line = Encoding.UTF8.GetString([.. _line]).TrimEnd('\r');
        _line.Clear();
        Act(line);
        return end + 1;
    }

    private void Act(string line)
    {
        switch (_state)
        {
            case State.Size:
                StartChunk(line);
                break;
            case State.DataEnd:
                EndChunk(line);
                break;
            default:
                TakeTrailer(line);
                break;
        }
    }

    private void StartChunk(string line)
    {
        string[] fields = line.Split(';');
        if (!long.TryParse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _remaining) || _remaining < 0)
        {
            throw S3Errors.IncompleteBody();
        }

        const string Name = "chunk-signature=";
        _chunkSignature = Array.Find(fields, f => f.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..] ?? "";
        if (_remaining > 0)
        {
            _state = State.Data;
            return;
        }

        _signatures?.CheckChunk(_chunkSignature);
        _state = State.Trailer;
    }

    private void EndChunk(string line)
    {
        if (line.Length > 0)
        {
            throw S3Errors.IncompleteBody();
        }

        _signatures?.CheckChunk(_chunkSignature!);
        _state = State.Size;
    }

    private void TakeTrailer(string line)
    {
        const string SignatureName = "x-amz-trailer-signature";
        if (line.Length == 0)
        {
            if (UnsignedTrailers > 0)
            {
                // Trailers came without a signature of their own.
                throw AccessErrors.WrongSignature(signature!.Credentials.AccessKey);
            }

            _state = State.Done;
            return;
        }

        string[] pair = line.Split(':', 2, StringSplitOptions.TrimEntries);
        if (pair.Length < 2)
        {
            throw S3Errors.IncompleteBody();
        }

        if (string.Equals(pair[0], SignatureName, StringComparison.OrdinalIgnoreCase))
        {
            _signatures?.CheckTrailers(_signedTrailers.ToString(), pair[1]);
            _signedTrailers.Clear();
        }
        else
        {
            Trailers[pair[0]] = pair[1];
            _signedTrailers.Append(pair[0].ToLowerInvariant()).Append(':').Append(pair[1]).Append('\n');
        }
    }
}
