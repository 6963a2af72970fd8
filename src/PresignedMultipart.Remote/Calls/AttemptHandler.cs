using System.Net;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.Remote.Calls;

/// <summary>
/// Makes an attempt whole: it is counted, and it ends with the answer's last byte, so that an answer that breaks off or never ends is
/// repeated like one that does not come.
/// </summary>
internal sealed class AttemptHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(BackendCall.Option, out BackendCall? call))
        {
            call.Attempts++;
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await BoundedBody.BufferAsync(response, cancellationToken).ConfigureAwait(false);
            if (call is not null)
            {
                call.IsRefusedByStorage = response is { StatusCode: HttpStatusCode.BadGateway, Content.Headers.ContentType.MediaType: NativeContract.ProblemMediaType }
                    && BackendError.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)) is { Code: not null, OutcomeUnknown: false };
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
