using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PresignedMultipart.AspNetCore.Streaming;

/// <summary>The body of a request that is passed on.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Takes the server's own limit (30 MB with Kestrel) off this request: the policy's takes its place, and is kept while the bytes pass.
    /// The server's least data rate stays, because a client that sends nothing holds memory.
    /// </summary>
    public static void LiftServerLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }
}
