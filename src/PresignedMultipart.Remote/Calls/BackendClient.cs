using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PresignedMultipart.Remote.Resilience;

namespace PresignedMultipart.Remote.Calls;

/// <summary>Sends one call to the back end and reports its failure in the library's words. Repeating is the business of its HTTP client's handlers.</summary>
/// <param name="client">Gives the HTTP client; asked for each call, so that a factory can renew its connections.</param>
/// <param name="baseAddress">What the paths are below.</param>
internal sealed class BackendClient(Func<HttpClient> client, Uri baseAddress)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>What the paths are below: scheme, host and path, without a slash at its end.</summary>
    public string Address { get; } = baseAddress.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <param name="call">The call.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query below the base address, percent-encoded.</param>
    /// <param name="message">The body.</param>
    /// <param name="type">How the body is written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PresignedUrlProviderException">There was no answer, or it was a refusal.</exception>
    public Task<BackendAnswer> SendAsync<T>(BackendCall call, HttpMethod method, string path, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(call, method, path, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message, type)) { Headers = { ContentType = Json } }, cancellationToken);

    /// <inheritdoc cref="SendAsync{T}"/>
    public Task<BackendAnswer> SendAsync(BackendCall call, HttpMethod method, string path, CancellationToken cancellationToken) =>
        SendAsync(call, method, path, content: null, cancellationToken);

    private async Task<BackendAnswer> SendAsync(BackendCall call, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var request = new HttpRequestMessage(method, $"{Address}/{path.TrimStart('/')}") { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Options.Set(BackendCall.Option, call);
        try
        {
            using HttpResponseMessage response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            BackendAnswer answer = await BackendAnswer.ReadAsync(call, response, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccess ? answer : throw answer.Refusal();
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested)
        {
            throw failure as OperationCanceledException ?? new OperationCanceledException($"{call} was cancelled.", failure, cancellationToken);
        }
        catch (Exception failure) when (failure is not PresignedUrlProviderException)
        {
            throw new PresignedUrlProviderException($"The back end did not answer {call}: {Reason(failure)}{Tries(call)}", failure) { RetryAfter = BackendResilience.RetryAfter(failure) };
        }
    }

    private static string Reason(Exception failure) => BackendResilience.Describe(failure) ?? failure switch
    {
        OperationCanceledException => "its HTTP client's time-out ended the wait.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS connection could not be made. Check the server's certificate and that the host trusts its authority.",
        HttpRequestException or IOException or SocketException => $"{failure.GetBaseException().Message.TrimEnd('.')}.",
        _ => $"a handler of its HTTP client failed with {failure.GetType().Name}.",
    };

    private static string Tries(BackendCall call) => call.Attempts > 1 ? $" It was sent {call.Attempts} times." : "";
}
