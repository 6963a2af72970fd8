using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>Turns whatever ends a request into the contract's problem, and keeps every answer out of caches, because answers carry URLs and tickets.</summary>
internal sealed class ProblemFilter(Func<BackendProblem, IResult> answer) : IEndpointFilter
{
    public static IResult ProblemJson(BackendProblem problem) =>
        Results.Json(problem, NativeContractJson.Default.BackendProblem, NativeContract.ProblemMediaType, problem.Status);

    private static BackendProblem BadHttp(BadHttpRequestException broken) =>
        new Refusal(broken.StatusCode, Refusal.Codes.InvalidRequest, "The request is not well-formed, or its body is too large, broke off, or came too slowly.").Problem;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        ILogger logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IUploadPolicy).Namespace!);
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
            return Results.Empty;
        }
        catch (Refusal refusal)
        {
            Log.Refused(logger, refusal.Problem.Status, refusal.Problem.Code, refusal.Message, refusal.InnerException);
            return answer(refusal.Problem);
        }
        catch (PresignedUrlProviderException refusal)
        {
            Log.StorageRefused(logger, refusal.ErrorCode, refusal);
            return answer(StorageRefusal.Describe(refusal));
        }
        catch (UploadException failure) when (failure.InnerException is Refusal refusal)
        {
            Log.Refused(logger, refusal.Problem.Status, refusal.Problem.Code, refusal.Message, refusal.InnerException);
            return answer(refusal.Problem);
        }
        catch (UploadException failure) when (failure.InnerException is BadHttpRequestException broken)
        {
            return answer(BadHttp(broken));
        }
        catch (UploadException failure)
        {
            Log.StorageRefused(logger, failure.ErrorCode, failure);
            return answer(StorageRefusal.Describe(failure.StatusCode, failure.ErrorCode, failure.RequestId, failure.Outcome == UploadOutcome.Unknown, noSuchUpload: false));
        }
        catch (BadHttpRequestException broken)
        {
            return answer(BadHttp(broken));
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure);
            return answer(new Refusal(StatusCodes.Status500InternalServerError, Refusal.Codes.InternalError, "The server failed. Its operator finds the reason in the server's log.").Problem);
        }
    }
}
