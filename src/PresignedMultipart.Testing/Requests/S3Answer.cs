using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Requests;

/// <summary>What an operation answers.</summary>
internal sealed class S3Answer(int status = 200) : IDisposable
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public int Status { get; } = status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>A body that was made for this answer.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    public string? ContentType { get; init; }

    /// <summary>A body that comes from the store: where it begins there and how long it is.</summary>
    public (long Offset, long Length)? Stored { get; init; }

    /// <summary>Reads the body that comes from the store; a HEAD has none.</summary>
    public BodyReader? Reader { get; init; }

    /// <summary>The code of an error, also where the status hides it.</summary>
    public string? ErrorCode { get; init; }

    public bool ClosesConnection { get; init; }

    public long ContentLength => Stored?.Length ?? Content.Length;

    public static S3Answer Xml(byte[] document, int status = 200) => new(status) { Content = document, ContentType = "application/xml" };

    public S3Answer With(string name, string? value)
    {
        if (value is not null)
        {
            _headers.Add(new(name, value));
        }

        return this;
    }

    public void Dispose() => Reader?.Dispose();
}
