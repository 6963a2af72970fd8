using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class S3ErrorTests
{
    [Fact]
    public async Task The_code_the_words_and_the_request_id_are_read_and_nothing_secret_is()
    {
        S3Error error = await ReadAsync(403, """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>SignatureDoesNotMatch</Code><Message>The signature does not match.</Message><AWSAccessKeyId>AKIASECRET</AWSAccessKeyId>
            <StringToSign>AWS4-HMAC-SHA256 secret</StringToSign><Nested><Code>Wrong</Code></Nested><RequestId>4442587FB7D0A2F9</RequestId></Error>
            """);

        Assert.Equal(("SignatureDoesNotMatch", "The signature does not match.", "4442587FB7D0A2F9"), (error.Code, error.Message, error.RequestId));
        Assert.Equal("403 SignatureDoesNotMatch: The signature does not match.", error.ToString());
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body><h1>502 Bad Gateway</h1></body></html>")]
    [InlineData("<Error><Code>Slow")]
    [InlineData("<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Error><Code>&x;</Code></Error>")]
    public async Task A_body_that_is_no_S3_error_leaves_the_status_alone(string body)
    {
        S3Error error = await ReadAsync(502, body);

        Assert.Equal((HttpStatusCode.BadGateway, null, null), (error.StatusCode, error.Code, error.Message));
        Assert.Equal("502 BadGateway", error.ToString());
    }

    [Fact]
    public async Task The_request_id_is_taken_from_the_header_when_the_body_has_none()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("x-amz-request-id", "ABC");
        response.Headers.TryAddWithoutValidation("Retry-After", "7");

        S3Error error = await S3Error.ReadAsync(response, TimeProvider.System, default);

        Assert.Equal("ABC", error.RequestId);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Fact]
    public async Task The_bodys_request_id_counts_more_than_the_headers()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<Error><RequestId>body</RequestId></Error>") };
        response.Headers.TryAddWithoutValidation("x-amz-request-id", "header");

        Assert.Equal("body", (await S3Error.ReadAsync(response, TimeProvider.System, default)).RequestId);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, null)]
    [InlineData(-5, null)]
    public async Task A_time_to_come_back_at_is_a_wait_unless_it_is_over(int seconds, int? expected)
    {
        var time = new ManualTime();
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(time.Start + TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, (await S3Error.ReadAsync(response, time, default)).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Who_answers_and_when_is_read_from_the_headers_and_the_region_too()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        using var response = new HttpResponseMessage(HttpStatusCode.MovedPermanently) { Content = new StringContent("<Error><Code>PermanentRedirect</Code><Region>wrong</Region></Error>") };
        response.Headers.Date = at;
        response.Headers.TryAddWithoutValidation("Server", "AmazonS3");
        response.Headers.TryAddWithoutValidation("x-amz-bucket-region", "eu-west-1");

        S3Error error = await S3Error.ReadAsync(response, TimeProvider.System, default);

        Assert.Equal((at, "AmazonS3", "eu-west-1", "PermanentRedirect"), (error.AnsweredAt!.Value, error.Server, error.Details["Region"], error.Details["Code"]));
        Assert.Null(error.RetryAfter);
    }

    [Theory]
    [InlineData("Code", true)]
    [InlineData("Message", true)]
    [InlineData("RequestId", true)]
    [InlineData("HeadersNotSigned", true)]
    [InlineData("Region", true)]
    [InlineData("Endpoint", true)]
    [InlineData("Header", true)]
    [InlineData("ArgumentName", true)]
    [InlineData("MinSizeAllowed", true)]
    [InlineData("MaxSizeAllowed", true)]
    [InlineData("StringToSign", false)]
    [InlineData("CanonicalRequest", false)]
    [InlineData("HostId", false)]
    public async Task Of_an_errors_elements_those_are_kept_that_are_known_to_be_harmless(string element, bool isKept) =>
        Assert.Equal(isKept ? [KeyValuePair.Create(element, "value")] : [], (await ReadAsync(400, $"<Error><{element}>value</{element}></Error>")).Details);

    [Theory]
    [InlineData("", false)]
    [InlineData("<Error></Error>", false)]
    [InlineData("<Error><Code>A</Code></Error>", false)]
    [InlineData("<?xml version=\"1.0\"?><!-- a comment --><Error/>", true)]
    [InlineData("<Fault><Code>A</Code></Fault>", true)]
    [InlineData("<html><body>502</body></html>", true)]
    [InlineData("Bad gateway", true)]
    public async Task What_is_no_error_of_S3s_is_told_from_nothing_at_all(string body, bool isForeign) =>
        Assert.Equal(isForeign, (await ReadAsync(502, body)).IsForeign);

    [Theory]
    [InlineData(400, "InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required", true)]
    [InlineData(400, "InvalidRequest", "Content-MD5 is required", true)]
    [InlineData(400, "InvalidArgument", "A Checksum is required", true)]
    [InlineData(400, "InvalidRequest", "Something else", false)]
    [InlineData(400, "InvalidRequest", null, false)]
    [InlineData(400, "BadDigest", "The checksum is wrong", false)]
    [InlineData(403, "InvalidRequest", "A checksum is required", false)]
    public void That_a_sum_is_wanted_is_read_from_the_words(int status, string code, string? message, bool expected) =>
        Assert.Equal(expected, new S3Error((HttpStatusCode)status, code, message, null, null).WantsChecksum);

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(503, true)]
    public void A_failure_of_the_storages_own_is_any_of_500_and_more_but_for_what_it_does_not_have(int status, bool expected) =>
        Assert.Equal(expected, new S3Error((HttpStatusCode)status, null, null, null, null).IsServerFailure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_words_the_status_stands_alone(string? message) =>
        Assert.Equal("403 AccessDenied", new S3Error(HttpStatusCode.Forbidden, "AccessDenied", message, null, null).ToString());

    [Fact]
    public async Task Words_of_1024_characters_are_not_cut() =>
        Assert.Equal(new string('m', 1024), (await ReadAsync(400, $"<Error><Message>{new string('m', 1024)}</Message></Error>")).Message);

    [Fact]
    public async Task What_comes_after_64_KiB_is_not_read_and_the_rest_does()
    {
        S3Error error = await ReadAsync(400, $"<Error><Code>X</Code><Message>{new string('m', 64 * 1024)}</Message></Error>");

        Assert.Equal(("X", null), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("AWSAccessKeyId")]
    [InlineData("Signature")]
    [InlineData("x-amz-credential")]
    public async Task A_header_that_repeats_what_was_signed_loses_its_secrets(string parameter)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation("Server", $"proxy/?{parameter}=SECRET");

        Assert.Equal($"proxy/?{parameter}=…", (await S3Error.ReadAsync(response, TimeProvider.System, default)).Server);
    }

    [Fact]
    public async Task A_signed_url_that_the_answer_repeats_loses_its_secrets()
    {
        S3Error error = await ReadAsync(403, """
            <Error><Code>AccessDenied</Code>
            <Message>No PUT of /b/k?X-Amz-Credential=AKIASECRET%2F20260101&amp;X-Amz-Expires=60&amp;x-amz-security-token=TOKENSECRET&amp;X-Amz-Signature=abcSECRET here</Message></Error>
            """);

        Assert.Equal("No PUT of /b/k?X-Amz-Credential=…&X-Amz-Expires=60&x-amz-security-token=…&X-Amz-Signature=… here", error.Message);
    }

    [Fact]
    public async Task Words_without_end_are_cut()
    {
        S3Error error = await ReadAsync(400, $"<Error><Code>X</Code><Message>{new string('m', 60_000)}</Message></Error>");

        Assert.Equal(new string('m', 1024) + "…", error.Message);
    }

    [Fact]
    public async Task A_body_that_never_ends_does_not_hide_the_status()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StreamContent(new Pipe().Reader.AsStream()) };
        using var patience = new CancellationTokenSource();

        Task<S3Error> reading = S3Error.ReadAsync(response, TimeProvider.System, patience.Token);
        await patience.CancelAsync();

        Assert.Equal((HttpStatusCode.Forbidden, null, false), ((await reading).StatusCode, (await reading).Code, (await reading).IsForeign));
    }

    private static async Task<S3Error> ReadAsync(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        return await S3Error.ReadAsync(response, TimeProvider.System, default);
    }
}
