using System.IO.Pipelines;
using System.Net;
using System.Text;
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

        Assert.Equal((HttpStatusCode.Forbidden, null), ((await reading).StatusCode, (await reading).Code));
    }

    private static async Task<S3Error> ReadAsync(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        return await S3Error.ReadAsync(response, TimeProvider.System, default);
    }
}
