using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A URL is good for what was signed, for as long as was signed, and for nothing else: plain HTTP, without the library.</summary>
public sealed class TamperedUrlTests(StorageServer server) : IClassFixture<StorageServer>, IAsyncLifetime
{
    private static readonly Dictionary<string, Func<string, string>> Tamperings = new()
    {
        ["key"] = url => url.Replace("/signed?", "/other?", StringComparison.Ordinal),
        ["bucket"] = url => url.Replace("/test-", "/best-", StringComparison.Ordinal),
        ["part number"] = url => url.Replace("partNumber=1&", "partNumber=2&", StringComparison.Ordinal),
        ["upload id"] = url => Set(url, "uploadId", "2~" + new string('a', 31)),
        ["algorithm"] = url => Set(url, "X-Amz-Algorithm", "AWS4-HMAC-SHA1"),
        ["access key"] = url => Regex.Replace(url, "X-Amz-Credential=[^%]+", "X-Amz-Credential=nobody"),
        ["region"] = url => url.Replace("%2Fs3%2F", "x%2Fs3%2F", StringComparison.Ordinal),
        ["date"] = url => Set(url, "X-Amz-Date", DateTime.UtcNow.AddMinutes(-1).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ["expiry"] = url => Set(url, "X-Amz-Expires", "86400"),
        ["signed headers"] = url => Set(url, "X-Amz-SignedHeaders", "host"),
        ["signature"] = url => url[..^1] + (url[^1] == '0' ? '1' : '0'),
        ["added parameter"] = url => url + "&response-content-type=text%2Fplain",
    };

    private MultipartUpload _upload = null!;

    public static TheoryData<string> Components => [.. Tamperings.Keys];

    public async Task InitializeAsync() => _upload = await server.Provider.CreateMultipartUploadAsync(new UploadTarget(server.Bucket, "signed"), objectLength: 3);

    public async Task DisposeAsync() => await server.EmptyBucketAsync();

    [Theory]
    [MemberData(nameof(Components))]
    public async Task A_URL_of_which_anything_was_changed_is_refused_and_stores_nothing(string component)
    {
        PresignedUrl url = (await server.Provider.PresignPartsAsync(_upload, [new PartToSign(1, 3)]))[0];
        string tampered = Tamperings[component](url.Uri.OriginalString);
        Assert.NotEqual(url.Uri.OriginalString, tampered);

        var answer = await PutAsync(tampered, length: 3);

        Assert.Equal(server.Capabilities.RefusalOf(component), answer);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("POST", 3)]
    [InlineData("DELETE", 0)]
    [InlineData("PUT", 2)]
    [InlineData("PUT", 4)]
    public async Task A_URL_is_good_for_its_method_and_its_length_alone(string method, int length)
    {
        PresignedUrl url = (await server.Provider.PresignPartsAsync(_upload, [new PartToSign(1, 3)]))[0];

        var answer = await PutAsync(url.Uri.OriginalString, length, method);

        Assert.Equal(server.Capabilities.RefusalOf(method), answer);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_URL_whose_time_is_over_is_refused()
    {
        using var provider = new S3PresignedUrlProvider(server.ProviderOptions(o => o.UrlLifetime = TimeSpan.FromSeconds(1)));
        PresignedUrl url = (await provider.PresignPartsAsync(_upload, [new PartToSign(1, 3)]))[0];
        await Task.Delay(url.ExpiresAt!.Value - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1));

        var answer = await PutAsync(url.Uri.OriginalString, length: 3);

        Assert.Equal(((HttpStatusCode?)HttpStatusCode.Forbidden, "AccessDenied"), answer);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("x-amz-meta-more", "x")]
    public async Task A_header_that_was_not_signed_is_refused(string name, string value)
    {
        bool taken = name == "Content-Type" ? server.Capabilities.TakesUnsignedContentType : server.Capabilities.TakesUnsignedHeaders;
        PresignedUrl url = (await server.Provider.PresignPartsAsync(_upload, [new PartToSign(1, 3)]))[0];

        var answer = await PutAsync(url.Uri.OriginalString, length: 3, headers: [(name, value)]);

        Assert.Equal(taken ? ((HttpStatusCode?)HttpStatusCode.OK, null) : (HttpStatusCode.Forbidden, "AccessDenied"), answer);
    }

    private async Task AssertNothingStoredAsync()
    {
        var parts = new List<StoredPart>();
        await foreach (StoredPart part in server.Provider.ListPartsAsync(_upload))
        {
            parts.Add(part);
        }

        Assert.Empty(parts);
        Assert.Empty(await server.KeysAsync());
    }

    private static async Task<(HttpStatusCode? Status, string? Code)> PutAsync(string url, int length, string method = "PUT", (string Name, string Value)[]? headers = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (length > 0)
        {
            request.Content = new ByteArrayContent(new byte[length]);
            foreach ((string name, string value) in headers ?? [])
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage answer = await http.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, body.StartsWith('<') ? XDocument.Parse(body).Root!.Element("Code")?.Value : null);
    }

    private static string Set(string url, string parameter, string value) => Regex.Replace(url, $"(?<=[?&]{parameter}=)[^&]*", value);
}
