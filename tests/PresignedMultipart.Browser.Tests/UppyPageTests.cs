using Microsoft.Playwright;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Browser.Tests;

/// <summary>Uppy from npm, unchanged, on the Companion routes. `samples/Backend/build-uppy` fetches and bundles it.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class UppyPageTests(Chromium chromium)
{
    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_large_file_arrives_unchanged_in_parts_that_go_straight_to_the_storage()
    {
        using var file = new TestFile(20 << 20);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        IPage page = await OpenAsync(store);

        await UploadAsync(page, file);

        S3TestObject stored = Assert.Single(store.Store.Objects);
        await file.AssertSameBytesAsync(stored.OpenRead());
        Assert.Equal(stored.Key, await page.Locator("#links a").TextContentAsync());
        Assert.True(stored.PartLengths.Count > 1);
        Assert.All(store.Store.Requests.Where(request => request.Operation == S3Operation.UploadPart), request => Assert.True(request.IsPresigned));
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_small_file_arrives_unchanged_as_a_form()
    {
        using var file = new TestFile(100_000, "Zoë.bin");
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        IPage page = await OpenAsync(store);

        IResponse form = await page.RunAndWaitForResponseAsync(() => UploadAsync(page, file), response => response.Url.EndsWith("/companion/s3/form", StringComparison.Ordinal));

        Assert.Equal(201, form.Status);
        await file.AssertSameBytesAsync(Assert.Single(store.Store.Objects).OpenRead());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_cancelled_upload_is_aborted_in_the_storage()
    {
        using var file = new TestFile(20 << 20);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        S3FaultRule stalled = store.Store.Faults.On(S3Operation.UploadPart).Part(2).Stall();
        IPage page = await OpenAsync(store);

        await StartAsync(page, file);
        await stalled.WaitForHitsAsync();
        await page.Locator(".uppy-StatusBar").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await store.Store.WaitForRequestAsync(request => request is { Operation: S3Operation.AbortMultipartUpload, StatusCode: 204 });

        Assert.Empty(store.Store.MultipartUploads);
        Assert.Empty(store.Store.Objects);
    }

    private async Task<IPage> OpenAsync(StoreWithBackend store)
    {
        IPage page = await chromium.OpenAsync(new Uri(store.Backend.Address, "uppy.html"));
        await page.Locator(".uppy-Dashboard-inner, #missing:visible").First.WaitForAsync();
        Assert.False(await page.Locator("#missing").IsVisibleAsync(), "Uppy is not built. It comes from npm: run `samples/Backend/build-uppy`, as `.ci/run` and `eng/test` do, and the tests again.");
        return page;
    }

    private static async Task StartAsync(IPage page, TestFile file)
    {
        await page.Locator("input[type=file].uppy-Dashboard-input:not([webkitdirectory])").First.SetInputFilesAsync(file.FilePath);
        await page.Locator(".uppy-StatusBar-actionBtn--upload").ClickAsync();
    }

    private static async Task UploadAsync(IPage page, TestFile file)
    {
        await StartAsync(page, file);
        await page.Locator("#links li").WaitForAsync();
    }
}
