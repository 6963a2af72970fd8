using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PresignedMultipart.Integration.Tests;

/// <summary>What a browser asks before and reads after the PUT of a part: plain HTTP, without the library.</summary>
public sealed class CorsTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const string Origin = "https://app.example.com";

    [Fact]
    public async Task A_page_may_put_a_part_and_read_its_ETag()
    {
        Task ConfigureAsync() => server.Client.PutCORSConfigurationAsync(server.Bucket, new CORSConfiguration
        {
            Rules = [new CORSRule { AllowedOrigins = [Origin], AllowedMethods = ["PUT"], AllowedHeaders = ["*"], ExposeHeaders = ["ETag"] }],
        });
        if (server.Capabilities.CorsOfBuckets == Support.Refused)
        {
            // Its operator sets it for all buckets, as eng/s3-servers does.
            Assert.Equal(HttpStatusCode.NotImplemented, (await Assert.ThrowsAsync<AmazonS3Exception>(ConfigureAsync)).StatusCode);
        }
        else
        {
            await ConfigureAsync();
        }

        MultipartUpload upload = await server.Provider.CreateMultipartUploadAsync(new UploadTarget(server.Bucket, "from a page"), objectLength: null);
        PresignedUrl url = (await server.Provider.PresignPartsAsync(upload, [new PartToSign(1, 3)]))[0];
        using var http = new HttpClient();

        using var question = new HttpRequestMessage(HttpMethod.Options, url.Uri) { Headers = { { "Origin", Origin }, { "Access-Control-Request-Method", "PUT" } } };
        using HttpResponseMessage permission = await http.SendAsync(question);
        using var put = new HttpRequestMessage(HttpMethod.Put, url.Uri) { Content = new ByteArrayContent(new byte[3]), Headers = { { "Origin", Origin } } };
        using HttpResponseMessage answer = await http.SendAsync(put);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (permission.StatusCode, answer.StatusCode));
        Assert.Contains(Header(permission, "Access-Control-Allow-Origin"), new[] { Origin, "*" });
        Assert.Contains("PUT", Header(permission, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains(Header(answer, "Access-Control-Allow-Origin"), new[] { Origin, "*" });
        Assert.Contains("etag", Header(answer, "Access-Control-Expose-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(answer.Headers.ETag);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
