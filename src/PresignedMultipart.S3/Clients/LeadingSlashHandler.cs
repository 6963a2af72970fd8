using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace PresignedMultipart.S3.Clients;

/// <summary>
/// Keeps the slash that a key starts with. With the bucket in the path the SDK signs <c>/bucket//key</c>, as it should, but composes the
/// URL <c>/bucket/key</c>: it takes the key's own slash for the separator. The store then answers 403.
/// </summary>
internal sealed class LeadingSlashHandler : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        IRequest request = executionContext.RequestContext.Request;
        string path = request.ResourcePath;
        try
        {
            request.ResourcePath = PathToSend(request);
            base.InvokeSync(executionContext);
        }
        finally
        {
            request.ResourcePath = path;
        }
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        IRequest request = executionContext.RequestContext.Request;
        string path = request.ResourcePath;
        try
        {
            request.ResourcePath = PathToSend(request);
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        finally
        {
            // A retry signs again, and signing is right as it is.
            request.ResourcePath = path;
        }
    }

    private static string PathToSend(IRequest request) =>
        request.ResourcePath == "/{Key+}"
        && request.PathResources.TryGetValue("{Key+}", out string? key)
        && key.StartsWith('/')
        && !request.Endpoint.AbsoluteUri.EndsWith('/')
            ? "//{Key+}"
            : request.ResourcePath;
}
