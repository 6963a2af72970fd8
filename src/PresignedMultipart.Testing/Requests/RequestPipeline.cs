using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PresignedMultipart.Testing.Authentication;
using PresignedMultipart.Testing.Cors;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Faults;
using PresignedMultipart.Testing.Hosting;
using PresignedMultipart.Testing.Operations;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Takes every request from its headers to its answer: who asks, what faults it meets, which operation serves it.</summary>
internal sealed class RequestPipeline(ServerSettings settings, S3Store store, RequestLog log) : IDisposable
{
    private readonly SignatureVerifier _verifier = new(settings);
    private readonly OperationTable _operations = new();
    private readonly CorsPolicy _cors = new(settings, store);
    private readonly CancellationTokenSource _stopping = new();

    public S3Faults Faults { get; } = new();

    /// <summary>Ends everything that waits.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    public async Task HandleAsync(HttpContext context)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        RequestIdentity identity = RequestIdentity.Create();
        RequestTarget? target = TryParse(context, out S3Error? error);
        S3TestRequest entry = RequestEntry.Create(context, target, identity.RequestId, settings.Clock.GetUtcNow(), log);
        var plan = new FaultPlan();
        log.Start(entry);
        try
        {
            WriteCommonHeaders(context.Response.Headers, identity);
            S3Answer answer;
            if (target is null)
            {
                answer = ErrorAnswer.From(error!, "", identity.RequestId, identity.HostId);
            }
            else
            {
                var call = new S3Call(context.Request, target, entry, plan, settings, store);
                answer = await AnswerAsync(call, identity, cancellation.Token).ConfigureAwait(false);
                _cors.AddHeaders(call, context.Response.Headers);
            }

            // HTTP has whole seconds, and a client that learns the clock from this header must not learn it ahead.
            context.Response.Headers.Date = S3Time.ToHeader(settings.Clock.GetUtcNow() + plan.ClockOffset);
            entry.ErrorCode = answer.ErrorCode;
            entry.StatusCode = answer.Status;
            using S3Answer owned = answer;
            await new AnswerWriter(context, plan, settings.Clock).WriteAsync(answer, cancellation.Token).ConfigureAwait(false);
            entry.WasAborted = plan.Outcome is FaultOutcome.Truncation cut && cut.BodyBytes < answer.ContentLength;
        }
        catch (FaultStrike)
        {
            entry.WasAborted = true;
            ConnectionReset.Reset(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // The client left or the server stops: nobody is there to be answered.
            entry.WasAborted = true;
            context.Abort();
        }
        finally
        {
            log.Finish(entry);
        }
    }

    private static RequestTarget? TryParse(HttpContext context, out S3Error? error)
    {
        try
        {
            error = null;
            return RequestTarget.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        }
        catch (S3Error e)
        {
            error = e;
            return null;
        }
    }

    private static void WriteCommonHeaders(IHeaderDictionary headers, RequestIdentity identity)
    {
        headers["x-amz-request-id"] = identity.RequestId;
        headers["x-amz-id-2"] = identity.HostId;
        headers.Server = "AmazonS3";
    }

    /// <summary>The answer that is to be sent, whatever comes of the request; a reset leaves as an exception.</summary>
    private async Task<S3Answer> AnswerAsync(S3Call call, RequestIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            return await ServeAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (S3Error error)
        {
            return ErrorAnswer.From(error, call.Target.Path, identity.RequestId, identity.HostId);
        }
        catch (FaultStrike strike) when (strike.Outcome is FaultOutcome.Answer)
        {
            return FaultAnswer.From((FaultOutcome.Answer)strike.Outcome, call.Target.Path, identity.RequestId, identity.HostId);
        }
    }

    private async Task<S3Answer> ServeAsync(S3Call call, CancellationToken cancellationToken)
    {
        if (call.Log.Operation == S3Operation.Preflight)
        {
            return _cors.AnswerPreflight(call);
        }

        IReadOnlyList<S3FaultRule> early = Faults.Strike(call.Log, call.Plan, beforeSignatureCheck: true);
        call.Log.Faults = early;
        call.Signature = _verifier.Verify(call.Request, call.Target, call.Now);
        call.Log.AccessKey = call.Signature?.Credentials.AccessKey;
        call.Log.Faults = [.. early, .. Faults.Strike(call.Log, call.Plan, beforeSignatureCheck: false)];

        TimeSpan delay = settings.Latency + call.Plan.Delay;
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, settings.Clock, cancellationToken).ConfigureAwait(false);
        }

        if (call.Plan.Outcome is FaultOutcome.Reset { Moment: FaultMoment.BeforeBody } or FaultOutcome.Answer { Moment: FaultMoment.BeforeBody })
        {
            throw new FaultStrike(call.Plan.Outcome);
        }

        S3Answer answer = await OperateAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            if (call.Plan.HeldAnswer is { } wait)
            {
                await wait(settings.Clock, cancellationToken).ConfigureAwait(false);
            }

            return call.Plan.Outcome is FaultOutcome.Reset or FaultOutcome.Answer ? throw new FaultStrike(call.Plan.Outcome) : answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<S3Answer> OperateAsync(S3Call call, CancellationToken cancellationToken)
    {
        IOperationHandler handler = _operations.Find(call.Log.Operation)
            ?? throw S3Errors.NotImplemented("A parameter or method you provided implies functionality that is not implemented");
        if (!handler.ReadsBody)
        {
            await call.Body.DrainAsync(cancellationToken).ConfigureAwait(false);
        }

        return await handler.HandleAsync(call, cancellationToken).ConfigureAwait(false);
    }
}
