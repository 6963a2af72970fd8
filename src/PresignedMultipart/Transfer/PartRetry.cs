using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PresignedMultipart.Transfer;

/// <summary>Which failures are worth another attempt, and how long to wait before it. Pure: chance is passed in.</summary>
internal static class PartRetry
{
    // A signer whose URLs are refused as expired again and again has a clock or credentials that waiting does not mend.
    public const int MaxRenewals = 3;

    /// <summary>A broken line. A certificate that is not trusted now will not be trusted in a second.</summary>
    public static bool IsTransient(Exception broken) => broken.GetBaseException() is not AuthenticationException;

    /// <summary>
    /// A signer that is asked too much or that broke, and one that could not be reached. It has repeated the call itself by then, as far
    /// as its provider does.
    /// </summary>
    public static bool IsTransient(PresignedUrlProviderException refusal) => refusal.StatusCode switch
    {
        null => refusal.RetryAfter is not null || (refusal.InnerException is HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException && IsTransient(refusal.InnerException)),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => true,
        { } status => status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.NotImplemented,
    };

    /// <summary>S3's own classification.</summary>
    public static bool IsTransient(S3Error error) =>
        error.IsServerFailure
        || error.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        // A proxy that does not know Expect: 100-continue; it is not sent again after an answer.
        || error.StatusCode is HttpStatusCode.ExpectationFailed
        // 400s that say that the bytes did not arrive as they were sent; a digest that is wrong twice is caught by the attempts' bound.
        || error.IsDigestMismatch
        || error.Code is "RequestTimeout" or "IncompleteBody" or "SlowDown" or "InternalError";

    /// <summary>Whether the storage asks for fewer requests.</summary>
    public static bool IsRefusalOfLoad(S3Error error) =>
        error.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests || error.Code is "SlowDown";

    /// <summary>Capped exponential back-off with full jitter; a Retry-After is the least wait, up to the cap.</summary>
    /// <param name="attempt">The attempt that has failed, from 1.</param>
    /// <param name="options">The base and the cap.</param>
    /// <param name="retryAfter">What the storage asked for.</param>
    /// <param name="chance">0 to 1, evenly distributed.</param>
    public static TimeSpan Delay(int attempt, MultipartUploadOptions options, TimeSpan? retryAfter, double chance)
    {
        double bound = Math.Min(options.RetryBaseDelay.TotalMilliseconds * Math.Pow(2, attempt - 1), options.RetryMaxDelay.TotalMilliseconds);
        double asked = Math.Min(retryAfter?.TotalMilliseconds ?? 0, options.RetryMaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(bound * chance, asked));
    }
}
