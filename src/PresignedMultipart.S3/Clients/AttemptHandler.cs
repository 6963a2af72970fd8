using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3.Model;

namespace PresignedMultipart.S3.Clients;

/// <summary>
/// Makes an attempt whole: it ends with the answer's last byte, and has a limit in time and in length. The SDK's own limit in time ends with
/// the headers, so that an answer that then goes silent is waited for without an end. And it reads an error as one text and copies that into
/// its messages: 300 MB from something that is no S3 took 5.6 GB.
/// </summary>
/// <param name="time">The clock of the time limits.</param>
internal sealed class AttemptHandler(TimeProvider time) : PipelineHandler
{
    // A few KB that S3 answers at once: as long as an attempt at a back end has. With the SDK's repetitions a storage that hangs is
    // reported after two minutes.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    // S3 sends white space while it joins many parts, which takes minutes; what takes longer will not be answered any more.
    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromMinutes(10);

    // S3's errors are well under 4 KiB.
    private const int MaxErrorLength = 64 << 10;

    // A thousand uploads whose keys are 1,024 bytes, each written as %XX, are 4 MiB.
    private const int MaxResultLength = 16 << 20;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var context = (RequestContext)executionContext.RequestContext;
        CancellationToken caller = context.CancellationToken;
        TimeSpan limit = context.OriginalRequest is CompleteMultipartUploadRequest ? CompletionTimeout : CallTimeout;
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, late.Token);
        context.CancellationToken = either.Token;
        try
        {
            return await WholeAsync<T>(executionContext, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            // What the SDK repeats as it does a broken line.
            throw new TimeoutException($"It did not answer within {limit.TotalSeconds:0} s.");
        }
        finally
        {
            context.CancellationToken = caller;
        }
    }

    private async Task<T> WholeAsync<T>(IExecutionContext executionContext, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new()
    {
        HttpErrorResponseException refusal;
        try
        {
            T result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            IResponseContext context = executionContext.ResponseContext;
            context.HttpResponse = await WholeAnswer.ReadAsync(context.HttpResponse, MaxResultLength, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (HttpErrorResponseException refused) when (refused.Response is not null)
        {
            refusal = refused;
        }

        WholeAnswer answer = await WholeAnswer.ReadAsync(refusal.Response, MaxErrorLength, cancellationToken).ConfigureAwait(false);
        throw new HttpErrorResponseException(refusal.Message, refusal.InnerException, answer);
    }
}
