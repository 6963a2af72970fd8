using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using PresignedMultipart.Remote.Calls;

namespace PresignedMultipart.Remote.Resilience;

/// <summary>
/// How calls of one back end are repeated, and the only file that knows Polly. Outermost the retries: exponential with jitter, a
/// <c>Retry-After</c> honoured up to the cap. Then a circuit breaker, which spares a back end that is down. Innermost the time one try has.
/// One instance a back end: the circuit is theirs in common.
/// </summary>
internal sealed class BackendResilience
{
    private const double BreakingRatio = 0.5;
    private const int BreakingThroughput = 20;

    private static readonly TimeSpan BreakingWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);
    private static readonly ResiliencePropertyKey<BackendCall> Call = new(nameof(BackendCall));

    private readonly IAsyncPolicy<HttpResponseMessage> _policy;
    private readonly TimeProvider _time;
    private readonly RemoteProviderOptions _options;

    public BackendResilience(RemoteProviderOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryBaseDelay,
                MaxDelay = options.RetryMaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = failed => ValueTask.FromResult(IsTransient(failed.Outcome, CallOf(failed.Context)) || failed.Outcome.Exception is BrokenCircuitException),
                DelayGenerator = failed => ValueTask.FromResult(AskedFor(failed.Outcome)),
                OnRetry = failed =>
                {
                    Log.CallIsRepeated(logger, CallOf(failed.Context)?.Name, failed.AttemptNumber + 1, Reason(failed.Outcome), failed.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            });
        }

        pipeline
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = BreakingRatio,
                MinimumThroughput = BreakingThroughput,
                SamplingDuration = BreakingWindow,
                BreakDuration = Break,
                // One that asks for slower calls is alive.
                ShouldHandle = failed => ValueTask.FromResult(IsTransient(failed.Outcome, CallOf(failed.Context)) && failed.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
                OnOpened = _ =>
                {
                    Log.CircuitOpened(logger, Break);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = attempt => ValueTask.FromResult(CallOf(attempt.Context) is { IsCompletion: true } ? options.CompletionTimeout : options.AttemptTimeout),
            });

        _policy = pipeline.Build().AsAsyncPolicy();
    }

    /// <summary>Puts the policy of a container's instance around a factory's client.</summary>
    public static IHttpClientBuilder AddTo(IHttpClientBuilder client, Func<IServiceProvider, BackendResilience> instance) =>
        client.AddPolicyHandler((services, request) => instance(services).For(request)).AddHttpMessageHandler(() => new AttemptHandler());

    /// <summary>The policy for a request, which learns from it what is called. The handler has given the request its context by then.</summary>
    private IAsyncPolicy<HttpResponseMessage> For(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(BackendCall.Option, out BackendCall? call) && request.GetPolicyExecutionContext() is { } context)
        {
            context[Call.Key] = call;
        }

        return _policy;
    }

    /// <summary>The handlers around one that sends, for a provider without a container.</summary>
    public HttpMessageHandler Wrap(HttpMessageHandler inner) => new PolicyHttpMessageHandler(For) { InnerHandler = new AttemptHandler { InnerHandler = inner } };

    /// <summary>What an exception of the policies means; <see langword="null"/> for any other.</summary>
    public static string? Describe(Exception failure) => failure switch
    {
        TimeoutRejectedException late => $"no answer within {late.Timeout.TotalSeconds:0.#} s.",
        BrokenCircuitException => "it failed so often that calls of it are held back for a while.",
        _ => null,
    };

    /// <summary>When a call that one of the policies ended is worth another try; <see langword="null"/> for any other failure.</summary>
    public static TimeSpan? RetryAfter(Exception failure) => failure switch
    {
        TimeoutRejectedException => TimeSpan.Zero,
        BrokenCircuitException broken => broken.RetryAfter ?? Break,
        _ => null,
    };

    private static BackendCall? CallOf(ResilienceContext context) => context.Properties.TryGetValue(Call, out BackendCall? call) ? call : null;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, BackendCall? call) => outcome switch
    {
        { Exception: TimeoutRejectedException or IOException or SocketException } => true,
        { Exception: HttpRequestException broken } => broken.HttpRequestError is not (HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.SecureConnectionError),
        { Result.StatusCode: HttpStatusCode.InternalServerError } => call is not { Takes500ForRefusal: true },
        { Result.StatusCode: HttpStatusCode.BadGateway } => call is not { IsRefusedByStorage: true },
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    // Null leaves it to the back-off.
    private TimeSpan? AskedFor(Outcome<HttpResponseMessage> outcome)
    {
        TimeSpan? asked = outcome switch
        {
            { Exception: BrokenCircuitException { RetryAfter: { } rest } } => rest,
            { Result.Headers.RetryAfter: { } header } => header.Delta ?? (header.Date - _time.GetUtcNow()),
            _ => null,
        };
        return asked is not { } wait || wait <= TimeSpan.Zero ? null
            : wait < _options.RetryMaxDelay ? wait
            : _options.RetryMaxDelay;
    }

    private static string Reason(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } answer ? $"{(int)answer.StatusCode}" : outcome.Exception?.GetType().Name ?? "";
}
