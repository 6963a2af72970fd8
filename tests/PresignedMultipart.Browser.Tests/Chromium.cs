using Microsoft.Playwright;

namespace PresignedMultipart.Browser.Tests;

/// <summary>A headless Chromium, one for all tests, which run one after the other. Without one they fail; they are never skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How many milliseconds the page may take for one step, so that what never happens is a failure.</summary>
    private const int LongestStep = 60_000;

    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            throw new InvalidOperationException($"The browser tests need Chromium, and there is no '{Executable}'. Install it (`apt-get install chromium`), or name another one in CHROMIUM.");
        }

        // An expectation may wait as long as every other step: five seconds, the default, are short for a busy machine.
        Assertions.SetDefaultExpectTimeout(LongestStep);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, ChromiumSandbox = false });
    }

    /// <summary>Opens a page in a window of its own.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        IBrowserContext context = await _browser!.NewContextAsync();
        context.SetDefaultTimeout(LongestStep);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
