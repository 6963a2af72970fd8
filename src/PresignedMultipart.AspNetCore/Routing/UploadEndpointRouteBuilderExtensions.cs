using Microsoft.AspNetCore.Routing;
using PresignedMultipart.AspNetCore.Contracts;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Maps upload endpoints. All of them ask the registered <see cref="PresignedMultipart.AspNetCore.IUploadPolicy"/>, and refuse every request
/// without one. Authentication, CORS and rate limits are the host's: <c>RequireAuthorization()</c>, <c>RequireCors(…)</c> and
/// <c>RequireRateLimiting(…)</c> on what is returned.
/// </summary>
public static class UploadEndpointRouteBuilderExtensions
{
    /// <summary>Maps the native contract, which <c>AddRemoteProvider</c> on the client speaks.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path that the endpoints stand under. Default: <c>/uploads</c>.</param>
    /// <param name="name">Whose provider and policy they use: the name given to <c>AddPresignedMultipart</c>; empty, the default, for the default one.</param>
    /// <returns>The group, for the host's conventions.</returns>
    /// <exception cref="InvalidOperationException">There are no upload services.</exception>
    public static RouteGroupBuilder MapPresignedMultipart(this IEndpointRouteBuilder endpoints, string prefix = "/uploads", string name = "")
    {
        Check(endpoints, prefix, name);
        return NativeEndpoints.Map(endpoints, prefix, name);
    }

    /// <summary>
    /// Maps the three endpoints that many front ends know: <c>GET /start-upload</c>, <c>GET /get-upload-url</c>, <c>POST /complete-upload</c>.
    /// That contract says no length, so a part's URL takes any length and the policy's limit is kept at the completion. The upload id is a
    /// ticket and travels in queries: keep <c>Microsoft.AspNetCore</c> at log level Warning.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path that the endpoints stand under. Default: the root.</param>
    /// <param name="name">As for <see cref="MapPresignedMultipart"/>.</param>
    /// <returns>The group, for the host's conventions.</returns>
    /// <exception cref="InvalidOperationException">There are no upload services.</exception>
    public static RouteGroupBuilder MapClassicUploadEndpoints(this IEndpointRouteBuilder endpoints, string prefix = "", string name = "")
    {
        Check(endpoints, prefix, name);
        return ClassicEndpoints.Map(endpoints, prefix, name);
    }

    /// <summary>
    /// Maps the S3 routes of Uppy's Companion under <c>{prefix}/s3</c>, so that <c>@uppy/aws-s3</c> works unchanged with the prefix as its
    /// <c>companionEndpoint</c> (<c>endpoint</c> in 5.x). No length is said there, as with <see cref="MapClassicUploadEndpoints"/>, and the ticket travels in paths. Files for
    /// which Uppy uses no multipart upload come through the server as a form.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path that <c>/s3</c> stands under. Default: the root.</param>
    /// <param name="name">As for <see cref="MapPresignedMultipart"/>.</param>
    /// <returns>The group, for the host's conventions.</returns>
    /// <exception cref="InvalidOperationException">There are no upload services.</exception>
    public static RouteGroupBuilder MapCompanionS3Endpoints(this IEndpointRouteBuilder endpoints, string prefix = "", string name = "")
    {
        Check(endpoints, prefix, name);
        return CompanionEndpoints.Map(endpoints, prefix, name);
    }

    /// <summary>
    /// Maps uploads through the server, for clients that cannot reach the storage: <c>PUT {prefix}/{key}</c> with the bytes as body, and
    /// <c>POST {prefix}</c> with a form whose field <c>key</c>, if any, precedes the file. The bytes pass through the uploader of that name
    /// and within its memory. The server's limit on bodies is lifted for them; the policy's takes its place.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path that the endpoints stand under. Default: <c>/proxy</c>.</param>
    /// <param name="name">As for <see cref="MapPresignedMultipart"/>.</param>
    /// <returns>The group, for the host's conventions.</returns>
    /// <exception cref="InvalidOperationException">There are no upload services.</exception>
    public static RouteGroupBuilder MapUploadProxy(this IEndpointRouteBuilder endpoints, string prefix = "/proxy", string name = "")
    {
        Check(endpoints, prefix, name);
        return ProxyEndpoints.Map(endpoints, prefix, name);
    }

    private static void Check(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(name);
    }
}
