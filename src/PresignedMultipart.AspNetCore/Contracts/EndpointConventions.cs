using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>What the endpoints of all contracts have in common: how they fail, and what an OpenAPI document says of them.</summary>
internal static class EndpointConventions
{
    private static readonly int[] Refusals = [400, 403, 404, 413, 502];

    /// <summary>A group for the contract's endpoints, whose failures become its problems.</summary>
    public static RouteGroupBuilder MapContract(this IEndpointRouteBuilder endpoints, string prefix, Func<BackendProblem, IResult> problem)
    {
        if (endpoints.ServiceProvider.GetService<IValidateOptions<UploadEndpointOptions>>() is null)
        {
            throw new InvalidOperationException("The upload endpoints have no services. Call AddUploadEndpoints() after AddPresignedMultipart().");
        }

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.AddEndpointFilter(new ProblemFilter(problem));
        return group;
    }

    /// <summary>Maps a handler of bodies of one type.</summary>
    public static RouteHandlerBuilder MapPostOf<TBody>(this RouteGroupBuilder group, string path, string contentType, Func<HttpContext, Task<IResult>> handler)
        where TBody : notnull
    {
        group.RefuseOtherTypes(path, contentType);
        return group.MapPost(path, (HttpContext context, CancellationToken _) => handler(context)).Accepts<TBody>(contentType);
    }

    /// <summary>Routing answers bodies of another type than an endpoint accepts with a bare 415, unless it finds an endpoint for those too.</summary>
    public static void RefuseOtherTypes(this RouteGroupBuilder group, string path, string contentType) =>
        group.MapPost(path, (HttpContext context, CancellationToken _) => Task.FromException<IResult>(new Refusal(
            StatusCodes.Status415UnsupportedMediaType, Refusal.Codes.InvalidRequest, $"The body must be {contentType}, and its Content-Type must say so."))).ExcludeFromDescription();

    /// <summary>Names an endpoint and says how it refuses.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string summary)
    {
        // Names are unique in an application, so that of a mapping within the host's own groups has their prefixes in it. Only here are they known.
        endpoint.Add(built => built.Metadata.Add(new EndpointNameMetadata(FullName(((RouteEndpointBuilder)built).RoutePattern, name))));
        endpoint.WithSummary(summary).WithTags(nameof(PresignedMultipart));
        foreach (int status in Refusals)
        {
            endpoint.Produces<BackendProblem>(status, NativeContract.ProblemMediaType);
        }

        return endpoint;
    }

    private static string FullName(RoutePattern pattern, string name)
    {
        string path = string.Join('.', pattern.PathSegments.SelectMany(segment => segment.Parts).OfType<RoutePatternLiteralPart>().Select(literal => literal.Content));
        return path == name || path.EndsWith('.' + name, StringComparison.Ordinal) ? path
            : path.Length == 0 ? name
            : $"{path}.{name}";
    }
}
