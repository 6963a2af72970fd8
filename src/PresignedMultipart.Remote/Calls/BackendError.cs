using System.Text.Json;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Remote.Calls;

/// <summary>
/// What a back end says about a refusal, as far as it says it in JSON: <c>application/problem+json</c>, Companion's and Express' members,
/// or the storage's own error passed through.
/// </summary>
internal sealed partial record BackendError(string? Code, string? Detail, string? RequestId, bool OutcomeUnknown)
{
    private const int MaxDetailLength = 500;
    private const int MaxWordLength = 128;

    // A shorter one is no secret, and its letters stand in many words.
    private const int MinSecretLength = 8;

    public static readonly BackendError None = new(null, null, null, false);

    public static BackendError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public static BackendError Read(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return None with { Detail = error.GetString() };
        }

        // Some put the error into a member of that name, and the request's id beside it.
        BackendError inner = error.Member("error") is { } nested ? Read(nested) : None;
        string? code = Word(error, "code", "errorCode", "errorType") ?? inner.Code;
        return new BackendError(
            error.IsTrue("noSuchUpload") ? "NoSuchUpload" : code,
            error.Text("detail", "message", "errorMessage", "error_description", "title") ?? inner.Detail,
            Word(error, "requestId", "request_id") ?? inner.RequestId,
            error.IsTrue("outcomeUnknown") || inner.OutcomeUnknown);
    }

    /// <summary>The back end's own words, without an address or what looks like a token, because back ends do repeat such things.</summary>
    public string? SafeDetail(string? secret)
    {
        if (string.IsNullOrWhiteSpace(Detail))
        {
            return null;
        }

        string text = Detail.Length > MaxDetailLength ? Detail[..MaxDetailLength] + "…" : Detail;
        text = secret is not { Length: >= MinSecretLength } ? text : text.Replace(secret, "…", StringComparison.Ordinal);
        return Token().Replace(Address().Replace(text, "(an address)"), "…").ReplaceLineEndings(" ").Trim();
    }

    private static string? Word(JsonElement error, params ReadOnlySpan<string> names) =>
        error.Text(names) is { Length: > 0 and <= MaxWordLength } word && !word.AsSpan().ContainsAnyExceptInRange('!', '~') ? word : null;

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://\S*|\S*X-Amz-\S*", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[A-Za-z0-9+/_=.~%-]{32,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
