namespace PresignedMultipart.Testing.Errors;

/// <summary>An answer with an error, as S3 words it in XML.</summary>
internal sealed class S3Error(int status, string code, string message) : Exception(message)
{
    private readonly List<KeyValuePair<string, string>> _details = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The elements that only some errors have, such as the time at which a URL expired.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details => _details;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public S3Error With(string element, object value)
    {
        _details.Add(new(element, FormattableString.Invariant($"{value}")));
        return this;
    }

    public S3Error WithHeader(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }
}
