using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Streaming;
using PresignedMultipart.AspNetCore.Uploads;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Contracts;

/// <summary>Uploads through the server, for clients that cannot reach the storage.</summary>
internal sealed class ProxyEndpoints(EndpointScope scope)
{
    private const string KeyField = "key";

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        var handlers = new ProxyEndpoints(new EndpointScope(name, "proxy"));
        RouteGroupBuilder group = endpoints.MapContract(prefix, ProblemFilter.ProblemJson);

        group.MapPut("{**key}", (HttpContext context, string? key) => handlers.PutAsync(context, key))
            .Accepts<Stream>("application/octet-stream", "*/*").Produces<ProxiedObject>(StatusCodes.Status201Created).Describe("put", "Uploads the body.");
        group.MapPostOf<IFormFile>("", "multipart/form-data", handlers.PostFormAsync)
            .Produces<ProxiedObject>(StatusCodes.Status201Created).Describe("post", "Uploads the file of a form.");
        return group;
    }

    private async Task<IResult> PutAsync(HttpContext context, string? key)
    {
        IUploadPolicy policy = scope.PolicyOf(context);
        var request = new UploadRequest(context, new TargetDescription { Key = key ?? "", ContentType = context.Request.ContentType }, context.Request.ContentLength);
        (UploadTarget target, long maxLength) = await new PolicyGate(policy).AllowAsync(request).ConfigureAwait(false);
        RequestBody.LiftServerLimit(context);
        return Created(await new StreamedUpload(context, scope).ReceiveAsync(target, maxLength, context.Request.Body, context.Request.ContentLength).ConfigureAwait(false));
    }

    private async Task<IResult> PostFormAsync(HttpContext context)
    {
        IUploadPolicy policy = scope.PolicyOf(context);
        PostedFile file = await PostedFile.ReadAsync(context).ConfigureAwait(false);
        var request = new UploadRequest(context, new TargetDescription { Key = file.Fields.GetValueOrDefault(KeyField, file.Name), ContentType = file.ContentType }, length: null);
        (UploadTarget target, long maxLength) = await new PolicyGate(policy).AllowAsync(request).ConfigureAwait(false);
        return Created(await new StreamedUpload(context, scope).ReceiveAsync(target, maxLength, file.Content, length: null).ConfigureAwait(false));
    }

    private static IResult Created(UploadResult result) => Results.Json(
        new ProxiedObject(result.Bucket, result.Key, result.Length, result.ETag, result.VersionId), ProxyJson.Default.ProxiedObject, statusCode: StatusCodes.Status201Created);
}
