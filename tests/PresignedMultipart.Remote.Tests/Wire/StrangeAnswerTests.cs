using System.Text;
using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.Wire;

public class StrangeAnswerTests
{
    private const string Secret = "X-Amz-Signature=5ecre7";
    private static readonly MultipartUpload Upload = new(new UploadTarget("b", "k"), "id");

    [Theory]
    [InlineData(200, "text/html", "<!DOCTYPE html><html>log in</html>", "an HTML page")]
    [InlineData(200, "application/json", "", "an empty body")]
    [InlineData(200, "application/json", "nonsense", "not JSON")]
    [InlineData(200, "application/json", "[1,2]", "another shape")]
    [InlineData(200, "application/json", "null", "null")]
    [InlineData(502, "text/html", "<html><h1>Bad Gateway</h1></html>", "502 (BadGateway): an HTML page")]
    [InlineData(404, "text/html", "<pre>Cannot GET /get-upload-url</pre>", "Check BaseAddress")]
    [InlineData(401, "application/json", """{"message":"Unauthorized"}""", "proves who calls")]
    [InlineData(200, "application/json", "\"ftp://host/x?" + Secret + "\"", "no http or https URL")]
    [InlineData(200, "application/json", "\"/relative?" + Secret + "\"", "no http or https URL")]
    [InlineData(200, "application/json", "\"http://host/a b?" + Secret + "\"", "no http or https URL")]
    [InlineData(200, "application/json", "\"\"", "no http or https URL")]
    [InlineData(403, "application/json", """{"message":"Denied: https://s3.test/k?X-Amz-Signature=5ecre7 with eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.5ecre7"}""", "Denied")]
    public async Task Each_has_a_sentence_that_repeats_no_secret(int status, string contentType, string body, string expected)
    {
        await using Backend backend = await Backend.AnsweringAsync(status, body, contentType);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, configure: options => options.MaxRetries = 0);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPartsAsync(Upload, [new PartToSign(1, 1)]));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecre7", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        await using Backend backend = await Backend.StartAsync(context =>
        {
            context.Response.Redirect("https://login.example.com/authorize?state=5ecre7");
            return Task.CompletedTask;
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Upload.Target, 1));

        Assert.Contains("a redirect to the host 'login.example.com'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecre7", refusal.ToString(), StringComparison.Ordinal);
        Assert.Single(backend.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_answer_is_not_read_to_its_end(bool saysSo)
    {
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = saysSo ? 1L << 40 : null;
            byte[] block = Encoding.ASCII.GetBytes(new string(' ', 1 << 16));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Upload.Target, 1));

        Assert.Contains("longer than 8 MiB", refusal.Message, StringComparison.Ordinal);
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_said_so()
    {
        Uri address;
        await using (Backend gone = await Backend.AnsweringAsync(200, "{}"))
        {
            address = gone.Address;
        }

        using RemotePresignedUrlProvider provider = Providers.Of(address, BackendContract.Native);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Upload.Target, 1));

        Assert.Contains("refused", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sent 5 times", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"urls":[]}""")]
    [InlineData("""{"urls":[{"partNumber":2,"url":"http://s3.test/2"},{"partNumber":1,"url":"http://s3.test/1"}]}""")]
    [InlineData("""{"urls":[{"url":"http://s3.test/1"},{"url":"http://s3.test/2"}]}""")]
    [InlineData("""{"urls":[null,null]}""")]
    [InlineData("""{"urls":null}""")]
    public async Task URLs_of_other_parts_than_asked_for_are_refused(string answer)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPartsAsync(new MultipartUpload(Upload.Target, "id") { Ticket = "T" }, [new(1, 1), new(2, 1)]));
    }

    [Theory]
    [InlineData("bad header", "v")]
    [InlineData("", "v")]
    [InlineData("x\u00e4", "v")]
    [InlineData("x", "a\\nb")]
    public async Task A_URL_with_a_header_that_cannot_be_sent_is_refused(string name, string value)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, $$$"""{"urls":[{"partNumber":1,"url":"http://s3.test/1?{{{Secret}}}","headers":{"{{{name}}}":"{{{value}}}"}}]}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPartsAsync(new MultipartUpload(Upload.Target, "id") { Ticket = "T" }, [new(1, 1)]));

        Assert.Contains("header", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("5ecre7", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"detail":"FILLER TICKET"}""")]
    [InlineData("""{"error":"No TICKET"}""")]
    [InlineData("""{"code":"TICKET","requestId":"TICKET","detail":"no"}""")]
    public async Task A_refusal_that_repeats_the_ticket_is_reported_without_it(string body)
    {
        // Short enough not to look like a token, and once at the place where long words are cut.
        const string Ticket = "5ecre7-5ecre7-5ecre7-5ecre7";
        body = body.Replace("TICKET", Ticket, StringComparison.Ordinal).Replace("FILLER", new StringBuilder().Insert(0, "word ", 98).ToString(), StringComparison.Ordinal);
        await using Backend backend = await Backend.AnsweringAsync(400, body);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.HeadObjectAsync(new MultipartUpload(Upload.Target, "id") { Ticket = Ticket }));

        Assert.DoesNotContain("5ecre7", $"{refusal} {refusal.ErrorCode} {refusal.RequestId}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\u00ff\"")]
    public async Task Text_that_is_no_Unicode_hides_neither_the_status_nor_that_there_was_an_answer(string text)
    {
        foreach (int status in (int[])[400, 200])
        {
            // Latin-1 makes bytes of it that are no UTF-8.
            await using Backend backend = await Backend.StartAsync(async context =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("{\"error\":" + text + "}"));
            });
            using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

            var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CompleteMultipartUploadAsync(Upload, [new CompletedPart(1, "x")], 1));

            Assert.Contains($"with {status}", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_answer_is_skipped()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, "\ufeff{\"data\":{\"uploadId\":\"id\"}}");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        Assert.Equal("id", (await provider.CreateMultipartUploadAsync(Upload.Target, 1)).UploadId);
    }

    [Theory]
    [InlineData("""[{"PartNumber":1,"ETag":"x","Size":1},{"PartNumber":1,"ETag":"y","Size":1}]""")]
    [InlineData("[null]")]
    [InlineData("{}")]
    public async Task A_list_of_Companions_that_S3_could_not_give_is_refused(string answer)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Companion);

        await Assert.ThrowsAsync<PresignedUrlProviderException>(async () =>
        {
            await foreach (StoredPart _ in provider.ListPartsAsync(Upload))
            {
            }
        });
    }

    [Theory]
    [InlineData("""{"parts":[],"nextPartNumberMarker":0}""")]
    [InlineData("""{"parts":[],"nextPartNumberMarker":10001}""")]
    [InlineData("""{"parts":[{"partNumber":0,"length":1,"eTag":"x"}]}""")]
    [InlineData("""{"parts":[{"partNumber":10001,"length":1,"eTag":"x"}]}""")]
    [InlineData("""{"parts":[{"partNumber":1,"length":-1,"eTag":"x"}]}""")]
    [InlineData("""{"parts":[{"partNumber":1,"length":1,"eTag":""}]}""")]
    [InlineData("""{"parts":[{"partNumber":2,"length":1,"eTag":"x"},{"partNumber":1,"length":1,"eTag":"x"}]}""")]
    [InlineData("""{"parts":[{"partNumber":1,"length":1,"eTag":"x"},{"partNumber":1,"length":1,"eTag":"x"}]}""")]
    [InlineData("""{"parts":[null]}""")]
    public async Task A_page_of_parts_that_S3_could_not_give_is_refused(string answer)
    {
        await using Backend backend = await Backend.AnsweringAsync(200, answer);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);

        await Assert.ThrowsAsync<PresignedUrlProviderException>(async () =>
        {
            await foreach (StoredPart _ in provider.ListPartsAsync(new MultipartUpload(Upload.Target, "id") { Ticket = "T" }))
            {
            }
        });
    }
}
