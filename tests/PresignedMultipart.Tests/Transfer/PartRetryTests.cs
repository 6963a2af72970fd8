using System.Net;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class PartRetryTests
{
    private static readonly MultipartUploadOptions Options = new() { RetryBaseDelay = TimeSpan.FromMilliseconds(100), RetryMaxDelay = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(502, null)]
    [InlineData(503, "SlowDown")]
    [InlineData(504, null)]
    [InlineData(408, null)]
    [InlineData(429, null)]
    [InlineData(400, "RequestTimeout")]
    [InlineData(400, "IncompleteBody")]
    [InlineData(400, "BadDigest")]
    [InlineData(400, "XAmzContentChecksumMismatch")]
    public void What_S3_calls_passing_is_tried_again(int status, string? code) => Assert.True(PartRetry.IsTransient(Error(status, code)));

    [Theory]
    [InlineData(400, "InvalidRequest")]
    [InlineData(403, "AccessDenied")]
    [InlineData(403, "SignatureDoesNotMatch")]
    [InlineData(404, "NoSuchUpload")]
    [InlineData(409, null)]
    [InlineData(412, "PreconditionFailed")]
    [InlineData(501, "NotImplemented")]
    public void What_S3_calls_final_is_not_tried_again(int status, string? code) => Assert.False(PartRetry.IsTransient(Error(status, code)));

    [Theory]
    [InlineData(403, "AccessDenied", "Request has expired", true)]
    [InlineData(403, "AccessDenied", "The pre-signed URL has expired", true)]
    [InlineData(403, "AccessDenied", "Access Denied", false)]
    [InlineData(400, "ExpiredToken", "The provided token has expired.", true)]
    public void An_expired_url_is_told_apart_from_a_refusal(int status, string code, string message, bool expired) =>
        Assert.Equal(expired, new S3Error((HttpStatusCode)status, code, message, null, null).IsExpiredUrl);

    [Theory]
    [InlineData(1, 1.0, 100)]
    [InlineData(2, 1.0, 200)]
    [InlineData(3, 0.5, 200)]
    [InlineData(4, 1.0, 800)]
    [InlineData(5, 1.0, 1_000)]
    [InlineData(60, 1.0, 1_000)]
    [InlineData(3, 0.0, 0)]
    public void The_wait_doubles_up_to_its_cap_and_is_drawn_from_zero(int attempt, double chance, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), PartRetry.Delay(attempt, Options, null, chance));

    [Theory]
    [InlineData(0.7, 700)]
    [InlineData(3_600, 1_000)]
    public void A_wait_that_the_storage_asks_for_is_kept_up_to_the_cap(double seconds, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), PartRetry.Delay(1, Options, TimeSpan.FromSeconds(seconds), 0.5));

    private static S3Error Error(int status, string? code) => new((HttpStatusCode)status, code, null, null, null);
}
