using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace PresignedMultipart.S3.Clients;

/// <summary>
/// Ends the storage's answers where no S3 API's goes on. The SDK reads an error as one text and copies it into its messages: 300 MB from
/// something that is no S3 took 5.6 GB.
/// </summary>
internal sealed class BoundedAnswerHandler : PipelineHandler
{
    // S3's errors are well under 4 KiB.
    private const long MaxErrorLength = 64L << 10;

    // A thousand uploads whose keys are 1,024 bytes, each written as %XX, are 4 MiB.
    private const long MaxResultLength = 16L << 20;

    public override void InvokeSync(IExecutionContext executionContext)
    {
        try
        {
            base.InvokeSync(executionContext);
            Bound(executionContext.ResponseContext);
        }
        catch (HttpErrorResponseException refusal)
        {
            throw Bounded(refusal);
        }
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            T result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            Bound(executionContext.ResponseContext);
            return result;
        }
        catch (HttpErrorResponseException refusal)
        {
            throw Bounded(refusal);
        }
    }

    private static void Bound(IResponseContext context)
    {
        if (context.HttpResponse is { } answer)
        {
            context.HttpResponse = new BoundedAnswer(answer, MaxResultLength);
        }
    }

    private static HttpErrorResponseException Bounded(HttpErrorResponseException refusal) =>
        refusal.Response is { } answer ? new(refusal.Message, refusal.InnerException, new BoundedAnswer(answer, MaxErrorLength)) : refusal;
}
