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
        try
        {
            return ReadMembers(error);
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode is found only when it is read; the status beside it still counts.
            return None;
        }
    }

    /// <summary>The same without what the call must not show, because back ends do repeat such things.</summary>
    public BackendError Without(string? secret) => secret is not { Length: >= MinSecretLength } ? this : this with
    {
        Code = Code?.Contains(secret, StringComparison.Ordinal) == true ? null : Code,
        RequestId = RequestId?.Contains(secret, StringComparison.Ordinal) == true ? null : RequestId,
        Detail = Detail?.Replace(secret, "…", StringComparison.Ordinal),
    };

    /// <summary>The back end's own words, without an address or what looks like a token.</summary>
    public string? SafeDetail()
    {
        if (string.IsNullOrWhiteSpace(Detail))
        {
            return null;
        }

        string text = Detail.Length > MaxDetailLength ? Detail[..MaxDetailLength] + "…" : Detail;
        return Token().Replace(Address().Replace(text, "(an address)"), "…").ReplaceLineEndings(" ").Trim();
    }

    private static BackendError ReadMembers(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return None with { Detail = error.GetString() };
        }

        // Some put the error into a member of that name, and the request's id beside it.
        BackendError inner = error.Member("error") is { } nested ? ReadMembers(nested) : None;
        string? code = Word(error, "code", "errorCode", "errorType") ?? inner.Code;
        return new BackendError(
            error.IsTrue("noSuchUpload") ? "NoSuchUpload" : code,
            error.Text("detail", "message", "errorMessage", "error_description", "title") ?? inner.Detail,
            Word(error, "requestId", "request_id") ?? inner.RequestId,
            error.IsTrue("outcomeUnknown") || inner.OutcomeUnknown);
    }

    private static string? Word(JsonElement error, params ReadOnlySpan<string> names) =>
        error.Text(names) is { Length: > 0 and <= MaxWordLength } word && !word.AsSpan().ContainsAnyExceptInRange('!', '~') ? word : null;

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://\S*|\S*X-Amz-\S*", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[A-Za-z0-9+/_=.~%-]{32,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
