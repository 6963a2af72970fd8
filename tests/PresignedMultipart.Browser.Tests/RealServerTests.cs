using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Playwright;

namespace PresignedMultipart.Browser.Tests;

/// <summary>The page on a real server, whose CORS a browser believes or not.</summary>
[Collection(ChromiumCollection.Name)]
public abstract class RealServerTests(Chromium chromium, RealServer server) : IAsyncLifetime
{
    private readonly string _bucket = "browser-" + Guid.NewGuid().ToString("N");

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Sixty_MiB_chosen_in_the_page_arrive_unchanged()
    {
        using var file = new TestFile(60 << 20);
        await using BackendProcess backend = await server.StartBackendAsync(_bucket);
        var page = new UploadPage(await chromium.OpenAsync(backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        using AmazonS3Client client = server.Connect();
        S3Object stored = Assert.Single((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket })).S3Objects);
        using GetObjectResponse read = await client.GetObjectAsync(_bucket, stored.Key);
        await file.AssertSameBytesAsync(read.ResponseStream);
        Assert.Empty((await client.ListMultipartUploadsAsync(_bucket)).MultipartUploads ?? []);

        using var person = new HttpClient();
        await using Stream linked = await person.GetStreamAsync(await page.LinkAsync(file.Name));
        await file.AssertSameBytesAsync(linked);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_URL_that_the_server_refuses_without_letting_the_page_know_why_is_replaced()
    {
        using var file = new TestFile(1_000_000);
        await using BackendProcess backend = await server.StartBackendAsync(_bucket);
        var page = new UploadPage(await chromium.OpenAsync(backend.Address));
        int urls = 0;
        await page.Browser.RouteAsync("**/get-upload-url?*", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            string url = await answer.TextAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = urls++ == 0 ? url.Replace("X-Amz-Signature=", "X-Amz-Signature=0", StringComparison.Ordinal) : url });
        });

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        Assert.Equal(2, urls);
    }

    public async Task DisposeAsync()
    {
        using AmazonS3Client client = server.Connect();
        ListObjectsV2Response left = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket });
        foreach (S3Object found in left.S3Objects ?? [])
        {
            await client.DeleteObjectAsync(_bucket, found.Key);
        }

        await client.DeleteBucketAsync(_bucket);
    }
}
