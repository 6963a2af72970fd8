using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Playwright;

namespace PresignedMultipart.Browser.Tests;

/// <summary>The page on a real server, whose CORS a browser believes or not. Without a server the test fails; it is never skipped.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class CephTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _bucket = "browser-" + Guid.NewGuid().ToString("N");

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Sixty_MiB_chosen_in_the_page_arrive_unchanged()
    {
        using var file = new TestFile(60 << 20);
        await using BackendProcess backend = await StartBackendAsync();
        var page = new UploadPage(await chromium.OpenAsync(backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        using AmazonS3Client client = Connect();
        S3Object stored = Assert.Single((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket })).S3Objects);
        using GetObjectResponse read = await client.GetObjectAsync(_bucket, stored.Key);
        await file.AssertSameBytesAsync(read.ResponseStream);
        Assert.Empty((await client.ListMultipartUploadsAsync(_bucket)).MultipartUploads ?? []);

        using var person = new HttpClient();
        await using Stream linked = await person.GetStreamAsync(await page.LinkAsync(file.Name));
        await file.AssertSameBytesAsync(linked);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_URL_that_Ceph_refuses_without_letting_the_page_know_why_is_replaced()
    {
        using var file = new TestFile(1_000_000);
        await using BackendProcess backend = await StartBackendAsync();
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
        using AmazonS3Client client = Connect();
        ListObjectsV2Response left = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket });
        foreach (S3Object found in left.S3Objects ?? [])
        {
            await client.DeleteObjectAsync(_bucket, found.Key);
        }

        await client.DeleteBucketAsync(_bucket);
    }

    private Task<BackendProcess> StartBackendAsync() => BackendProcess.StartAsync(
        "--endpoint", Read("S3_ENDPOINT"), "--region", Read("S3_REGION"), "--access-key", Read("S3_ACCESS_KEY"), "--secret-key", Read("S3_SECRET_KEY"), "--bucket", _bucket, "--set-up-bucket");

    private static AmazonS3Client Connect() => new(
        new BasicAWSCredentials(Read("S3_ACCESS_KEY"), Read("S3_SECRET_KEY")),
        new AmazonS3Config { ServiceURL = Read("S3_ENDPOINT"), ForcePathStyle = true, AuthenticationRegion = Read("S3_REGION") });

    private static string Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: this test needs a real S3 server. Run all tests with `eng/test`, or start a server with `eval \"$(eng/s3-servers start ceph)\"` and run `dotnet test` again.");
}
