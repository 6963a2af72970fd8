using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PresignedMultipart.Remote.Calls;

/// <summary>An answer of the back end, whole, and what is wrong with it in a sentence.</summary>
internal sealed class BackendAnswer
{
    private const string AddressCure = "Check BaseAddress and Contract, and whether the call needs authentication.";

    private static readonly string[] RequestIdHeaders = ["x-amz-request-id", "x-request-id", "request-id"];

    private readonly BackendCall _call;
    private readonly HttpStatusCode _status;
    private readonly string? _mediaType;
    private readonly string? _redirectedTo;
    private readonly string? _requestId;
    private readonly TimeSpan? _retryAfter;
    private readonly ReadOnlyMemory<byte> _body;

    private BackendAnswer(BackendCall call, HttpResponseMessage response, byte[] body)
    {
        _call = call;
        _status = response.StatusCode;
        _mediaType = response.Content.Headers.ContentType?.MediaType;
        _redirectedTo = response.Headers.Location is { IsAbsoluteUri: true } location ? location.Host : null;
        _requestId = RequestIdHeaders
            .Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null)
            .FirstOrDefault(id => id is { Length: > 0 and <= 128 });
        // By the back end's own clock, when it names a date.
        _retryAfter = response.Headers.RetryAfter is { } wait ? wait.Delta ?? (wait.Date - response.Headers.Date) : null;
        _body = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsMemory(Encoding.UTF8.Preamble.Length) : body;
    }

    public static async Task<BackendAnswer> ReadAsync(BackendCall call, HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(call, response, await BoundedBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false));

    public bool IsSuccess => (int)_status is >= 200 and < 300;

    /// <summary>The answer as one of the contract's messages.</summary>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Json().Span, type) ?? throw Malformed("null");
        }
        catch (JsonException other)
        {
            throw Malformed(IsJson() ? "JSON of another shape than the contract's" : Found(), other);
        }
    }

    /// <summary>Reads JSON of any shape.</summary>
    public T ReadAny<T>(Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Json());
            return read(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw Malformed(Found(), broken);
        }
        catch (InvalidOperationException broken)
        {
            throw Malformed("text that is no Unicode", broken);
        }
    }

    /// <summary>A 2xx whose content is not what the contract says. Whether the call was carried out, nobody can tell from it.</summary>
    public PresignedUrlProviderException Malformed(string found, Exception? cause = null) =>
        new($"The back end answered {_call} with {(int)_status} and {found}. {AddressCure}", cause) { RequestId = _requestId };

    /// <summary>A 200 with an error in its body. Only a code that blames the request says that nothing was done.</summary>
    public PresignedUrlProviderException ErrorInside(BackendError error)
    {
        error = error.Without(_call.Secret);
        return new PresignedUrlProviderException($"The back end answered {_call} with {(int)_status} and an error{Words(error)}.")
        {
            StatusCode = error.Code is null or "InternalError" or "InternalServerError" or "ServiceUnavailable" or "SlowDown" or "RequestTimeout" || WasRepeated ? null : _status,
            ErrorCode = error.Code,
            RequestId = error.RequestId ?? _requestId,
        };
    }

    /// <summary>A signed URL, exactly as it came.</summary>
    public PresignedUrl ToUrl(string? url, IReadOnlyDictionary<string, string>? headers = null, DateTimeOffset? expiresAt = null, UploadTarget? target = null)
    {
        try
        {
            return new PresignedUrl(url ?? "", headers, expiresAt) { Target = target };
        }
        catch (ArgumentException broken)
        {
            throw Malformed("something in the place of a signed URL that is no http or https URL", broken);
        }
    }

    /// <summary>The refusal that the status and the body express.</summary>
    public PresignedUrlProviderException Refusal()
    {
        BackendError error = BackendError.Read(_body).Without(_call.Secret);
        string repeated = WasRepeated ? " It was repeated: an earlier try, whose answer was lost, may have completed the upload." : "";
        return new PresignedUrlProviderException($"The back end answered {_call} with {(int)_status} ({_status}){Words(error)}.{repeated}{Cure(error)}")
        {
            StatusCode = WasRepeated || (error.OutcomeUnknown && _status < HttpStatusCode.InternalServerError) ? null : _status,
            ErrorCode = error.Code,
            RequestId = error.RequestId ?? _requestId,
            RetryAfter = _retryAfter > TimeSpan.Zero ? _retryAfter : null,
        };
    }

    // A repeated completion can meet what an earlier try, whose answer was lost, has done.
    private bool WasRepeated => _call is { IsCompletion: true, IsIdempotent: false, Attempts: > 1 };

    private ReadOnlyMemory<byte> Json() => _body.Length == 0 ? throw Malformed("an empty body where JSON was expected")
        : IsHtml ? throw Malformed(Found())
        : _body;

    private bool IsHtml => _mediaType is "text/html" or "application/xhtml+xml" && !IsJson();

    private string Found() => IsHtml ? "an HTML page instead of JSON, as log-in and error pages are" : "a body that is not JSON";

    private bool IsJson()
    {
        try
        {
            using JsonDocument _ = JsonDocument.Parse(_body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string Words(BackendError error)
    {
        string?[] words = [error.Code, error.SafeDetail(), error == BackendError.None && IsHtml ? "an HTML page" : null];
        string text = string.Join(": ", words.Where(word => word is not null)).TrimEnd('.');
        return text.Length > 0 ? $": {text}" : "";
    }

    private string Cure(BackendError error) => (int)_status switch
    {
        >= 300 and < 400 => $" That is a redirect{(_redirectedTo is null ? "" : $" to the host '{_redirectedTo}'")}, as to a log-in page or another address. {AddressCure}",
        401 => " Add what proves who calls to the back end's HTTP client, for example with a handler on what AddRemoteProvider returns.",
        404 or 405 when error.Code is null => $" There seems to be no such endpoint. {AddressCure}",
        _ => "",
    };
}
