using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Routing;

/// <summary>What an OpenAPI document says of the endpoints.</summary>
internal static class EndpointConventions
{
    private static readonly int[] Refusals = [400, 403, 404, 413, 502];

    /// <summary>Names an endpoint and says how it refuses.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string prefix, string name, string summary)
    {
        endpoint.WithName(string.Join('.', $"{prefix}/{name}".Split('/', StringSplitOptions.RemoveEmptyEntries))).WithSummary(summary).WithTags(nameof(PresignedMultipart));
        foreach (int status in Refusals)
        {
            endpoint.Produces<BackendProblem>(status, NativeContract.ProblemMediaType);
        }

        return endpoint;
    }
}
