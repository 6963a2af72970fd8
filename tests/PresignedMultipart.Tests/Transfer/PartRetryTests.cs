using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
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
    [InlineData(400, "SlowDown")]
    [InlineData(400, "InternalError")]
    [InlineData(417, null)]
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
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(499, false)]
    [InlineData(403, false)]
    [InlineData(501, false)]
    public void A_signer_that_is_asked_too_much_or_broke_is_asked_again(int status, bool expected) =>
        Assert.Equal(expected, PartRetry.IsTransient(new PresignedUrlProviderException("refused") { StatusCode = (HttpStatusCode)status }));

    public static TheoryData<string, bool> Unanswered => new()
    {
        { nameof(HttpRequestException), true },
        { nameof(IOException), true },
        { nameof(SocketException), true },
        { nameof(TimeoutException), true },
        { nameof(OperationCanceledException), true },
        { nameof(InvalidOperationException), false },
        { nameof(AuthenticationException), false },
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Unanswered))]
    public void A_signer_that_could_not_be_reached_is_asked_again(string why, bool expected) =>
        Assert.Equal(expected, PartRetry.IsTransient(new PresignedUrlProviderException("unreachable", Broken(why))));

    [Fact]
    public void A_signer_that_says_when_to_come_back_is_asked_again() =>
        Assert.True(PartRetry.IsTransient(new PresignedUrlProviderException("later") { RetryAfter = TimeSpan.FromSeconds(1) }));

    [Fact]
    public void A_line_is_worth_another_attempt_unless_who_answers_is_not_to_be_trusted()
    {
        Assert.True(PartRetry.IsTransient(new HttpRequestException("broken", new SocketException())));
        Assert.False(PartRetry.IsTransient(Broken(nameof(AuthenticationException))!));
    }

    [Theory]
    [InlineData(503, null, true)]
    [InlineData(429, null, true)]
    [InlineData(400, "SlowDown", true)]
    [InlineData(500, "InternalError", false)]
    [InlineData(403, "AccessDenied", false)]
    public void Fewer_requests_are_asked_for_in_one_of_three_ways(int status, string? code, bool expected) =>
        Assert.Equal(expected, PartRetry.IsRefusalOfLoad(Error(status, code)));

    [Theory]
    [InlineData(403, "AccessDenied", "Request has expired", true)]
    [InlineData(403, "AccessDenied", "The pre-signed URL has expired", true)]
    [InlineData(403, "AccessDenied", "Access Denied", false)]
    [InlineData(403, "AccessDenied", null, false)]
    [InlineData(400, "AccessDenied", "Request has expired", false)]
    [InlineData(403, "SignatureDoesNotMatch", "The date has expired", false)]
    [InlineData(400, "ExpiredToken", "The provided token has expired.", true)]
    [InlineData(403, "RequestTimeTooSkewed", null, true)]
    public void An_expired_url_is_told_apart_from_a_refusal(int status, string code, string? message, bool expired) =>
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

    [Fact]
    public void A_wait_that_the_storage_asks_for_does_not_shorten_the_one_that_was_drawn() =>
        Assert.Equal(TimeSpan.FromMilliseconds(50), PartRetry.Delay(1, Options, TimeSpan.FromMilliseconds(20), 0.5));

    private static Exception? Broken(string why) => why switch
    {
        nameof(HttpRequestException) => new HttpRequestException("broken"),
        nameof(IOException) => new IOException("broken"),
        nameof(SocketException) => new SocketException(),
        nameof(TimeoutException) => new TimeoutException(),
        nameof(OperationCanceledException) => new TaskCanceledException(),
        nameof(InvalidOperationException) => new InvalidOperationException(),
        nameof(AuthenticationException) => new HttpRequestException("broken", new AuthenticationException("The certificate is not trusted.")),
        _ => null,
    };

    private static S3Error Error(int status, string? code) => new((HttpStatusCode)status, code, null, null, null);
}
