using Microsoft.Playwright;

namespace PresignedMultipart.Browser.Tests;

/// <summary>Our own page, as a person sees it.</summary>
internal sealed class UploadPage(IPage page)
{
    public IPage Browser => page;

    public Task ChooseAsync(params TestFile[] files) => page.Locator("#files").SetInputFilesAsync(files.Select(file => file.FilePath));

    public ILocator Row(string name) => page.Locator("#uploads > li").Filter(new LocatorFilterOptions { HasText = name });

    public ILocator Button(string name, string text) => Row(name).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = text });

    public ILocator Failure(string name) => Row(name).Locator("[data-part=failure]");

    public Task ClickAsync(string name, string button) => Button(name, button).ClickAsync();

    /// <summary>Waits until the upload is in a state; a failure that was not waited for ends the wait with its words.</summary>
    public async Task WaitForAsync(string name, string state)
    {
        await Row(name).And(page.Locator($"[data-state={state}], [data-state=failed]")).WaitForAsync();
        string? actual = await Row(name).GetAttributeAsync("data-state");
        Assert.True(actual == state, $"{name} is {actual}, not {state}: {await Failure(name).TextContentAsync()}");
    }

    /// <summary>Where the page's link to the object leads.</summary>
    public async Task<Uri> LinkAsync(string name) =>
        new(new Uri(page.Url), await Row(name).Locator("[data-part=link]").GetAttributeAsync("href"));
}
