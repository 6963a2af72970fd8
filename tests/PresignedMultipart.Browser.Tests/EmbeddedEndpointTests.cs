using Microsoft.Playwright;

namespace PresignedMultipart.Browser.Tests;

/// <summary>The sample as `dotnet run --project samples/Backend` starts it.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class EmbeddedEndpointTests(Chromium chromium)
{
    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Sixty_MiB_chosen_in_the_page_come_back_unchanged_through_its_link()
    {
        using var file = new TestFile(60 << 20);
        await using BackendProcess backend = await BackendProcess.StartAsync();
        var page = new UploadPage(await chromium.OpenAsync(backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        using var client = new HttpClient();
        await using Stream stored = await client.GetStreamAsync(await page.LinkAsync(file.Name));
        await file.AssertSameBytesAsync(stored);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task The_pages_load_nothing_from_anywhere_else_and_report_no_error()
    {
        await using BackendProcess backend = await BackendProcess.StartAsync();
        IPage page = await chromium.OpenAsync(new Uri("about:blank"));
        var elsewhere = new List<string>();
        var errors = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(backend.Address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(backend.Address.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await page.GotoAsync(new Uri(backend.Address, "uppy.html").AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(elsewhere);
        Assert.Empty(errors);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_link_opens_what_was_uploaded_and_nothing_else()
    {
        await using BackendProcess backend = await BackendProcess.StartAsync();
        using var client = new HttpClient();

        HttpResponseMessage answer = await client.GetAsync(new Uri(backend.Address, "files/private/plans.txt"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }
}
