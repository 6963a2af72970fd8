using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Playwright;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Browser.Tests;

[Collection(ChromiumCollection.Name)]
public sealed class UploadPageTests(Chromium chromium)
{
    private const long FiveParts = 45_000_000;
    private const long SixParts = 55_000_000;

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Several_files_arrive_unchanged_an_empty_one_and_one_of_a_difficult_name_among_them()
    {
        using var large = new TestFile(FiveParts);
        using var empty = new TestFile(0, "empty.txt");
        using var named = new TestFile(10_000_000, "Zoë's 50 % + #1 & more?.bin");
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(large, empty, named);

        foreach (TestFile file in new[] { large, empty, named })
        {
            await page.WaitForAsync(file.Name, "done");
            using var client = new HttpClient();
            await using Stream stored = await client.GetStreamAsync(await page.LinkAsync(file.Name));
            await file.AssertSameBytesAsync(stored);
        }

        Assert.Empty(store.Store.MultipartUploads);
        Assert.All(store.Store.Objects, stored => Assert.StartsWith("uploads/", stored.Key, StringComparison.Ordinal));
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_dropped_file_is_uploaded()
    {
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        IJSHandle dropped = await page.Browser.EvaluateHandleAsync("() => { const data = new DataTransfer(); data.items.add(new File(['dropped'], 'note.txt')); return data; }");
        await page.Browser.DispatchEventAsync("#drop", "drop", new { dataTransfer = dropped });
        await page.WaitForAsync("note.txt", "done");

        using var reader = new StreamReader(Assert.Single(store.Store.Objects).OpenRead());
        Assert.Equal("dropped", await reader.ReadToEndAsync());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Parts_of_ten_megabytes_go_four_at_once()
    {
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        var release = new TaskCompletionSource();
        S3FaultRule held = store.Store.Faults.On(S3Operation.UploadPart).HoldAnswerUntil(release.Task);
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await held.WaitForHitsAsync(4);
        Assert.Equal([1, 2, 3, 4], store.Store.Requests.Where(request => request.Operation == S3Operation.UploadPart).Select(request => request.PartNumber!.Value).Order());
        release.SetResult();
        await page.WaitForAsync(file.Name, "done");

        Assert.Equal([10_000_000, 10_000_000, 10_000_000, 10_000_000, 5_000_000], Assert.Single(store.Store.Objects).PartLengths);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_pause_stops_at_once_and_going_on_sends_only_what_is_missing()
    {
        using var file = new TestFile(SixParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        S3FaultRule held = store.Store.Faults.On(S3Operation.UploadPart).When(request => request.PartNumber >= 3).HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        // Four go at once, so the page sends the sixth only when it has itself seen the answers to both of the first two.
        await held.WaitForHitsAsync(4);
        await page.ClickAsync(file.Name, "Pause");
        await page.WaitForAsync(file.Name, "paused");
        await Assertions.Expect(page.Row(file.Name)).ToContainTextAsync("Paused at 20.0 of 55.0 MB");
        await store.Store.WaitForRequestAsync(request => request is { PartNumber: 3, WasAborted: true });

        held.Remove();
        await page.ClickAsync(file.Name, "Resume");
        await page.WaitForAsync(file.Name, "done");

        Assert.All(Enumerable.Range(1, 6), number => Assert.Equal(1, store.TimesAcknowledged(number)));
        await file.AssertSameBytesAsync(Assert.Single(store.Store.Objects).OpenRead());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_cancelled_upload_stops_at_once_and_the_bucket_deletes_what_it_left()
    {
        var time = new ShiftedTime();
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync(time);
        S3FaultRule held = store.Store.Faults.On(S3Operation.UploadPart).When(request => request.PartNumber >= 2).HoldAnswerUntil(Task.Delay(Timeout.Infinite));
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await held.WaitForHitsAsync(3);
        await page.ClickAsync(file.Name, "Cancel");
        await page.WaitForAsync(file.Name, "cancelled");
        await store.Store.WaitForRequestAsync(request => request is { PartNumber: 2, WasAborted: true });

        // The contract has no abort, so the parts wait for the bucket's rule, which the sample has set.
        Assert.Single(store.Store.MultipartUploads);
        time.Ahead = TimeSpan.FromDays(10);
        Assert.Empty(store.Store.MultipartUploads);
        Assert.Empty(store.Store.Objects);

        await page.ClickAsync(file.Name, "Remove from list");
        await Assertions.Expect(page.Row(file.Name)).ToHaveCountAsync(0);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task An_expired_URL_is_replaced()
    {
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        S3FaultRule late = store.Store.Faults.On(S3Operation.UploadPart).Part(2).Attempt(1).ClockAhead(TimeSpan.FromHours(2));
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        Assert.Equal(1, late.Hits);
        S3TestRequest[] attempts = [.. store.Store.Requests.Where(request => request is { Operation: S3Operation.UploadPart, PartNumber: 2 })];
        Assert.Equal([403, 200], attempts.Select(attempt => attempt.StatusCode!.Value));
        await file.AssertSameBytesAsync(Assert.Single(store.Store.Objects).OpenRead());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task What_passes_is_tried_again()
    {
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        S3FaultRule busy = store.Store.Faults.On(S3Operation.UploadPart).Part(1).Attempt(1).Answer(503, "SlowDown");
        S3FaultRule broken = store.Store.Faults.On(S3Operation.UploadPart).Part(2).Attempt(1).ResetAfterBytes(3_000_000);
        S3FaultRule lost = store.Store.Faults.On(S3Operation.UploadPart).Part(3).Attempt(1).LoseAnswer();
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "done");

        Assert.Equal([1, 1, 1], new[] { busy.Hits, broken.Hits, lost.Hits });
        await file.AssertSameBytesAsync(Assert.Single(store.Store.Objects).OpenRead());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_refusal_of_the_storage_is_shown_and_can_be_tried_again_by_hand()
    {
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        store.Store.Faults.On(S3Operation.UploadPart).Part(5).Attempt(1).Answer(403, "AccessDenied");
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "failed");
        await Assertions.Expect(page.Failure(file.Name)).ToContainTextAsync("The storage refused a part");
        await page.ClickAsync(file.Name, "Try again");
        await page.WaitForAsync(file.Name, "done");

        await file.AssertSameBytesAsync(Assert.Single(store.Store.Objects).OpenRead());
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task An_ETag_that_CORS_does_not_expose_is_explained()
    {
        using var file = new TestFile(1_000_000);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(store.Store.AccessKey, store.Store.SecretKey),
            new AmazonS3Config { ServiceURL = store.Store.Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = store.Store.Region });
        await client.PutCORSConfigurationAsync(new PutCORSConfigurationRequest
        {
            BucketName = StoreWithBackend.Bucket,
            Configuration = new CORSConfiguration { Rules = [new CORSRule { AllowedOrigins = ["*"], AllowedMethods = ["PUT"], AllowedHeaders = ["*"] }] },
        });
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));

        await page.ChooseAsync(file);
        await page.WaitForAsync(file.Name, "failed");

        await Assertions.Expect(page.Failure(file.Name)).ToContainTextAsync("CORS rule must have ExposeHeaders: ETag");
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task A_refusal_of_the_policy_is_shown_in_its_own_words()
    {
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));
        string name = new('x', 300);

        await page.Browser.Locator("#files").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = [1, 2, 3] });
        await page.WaitForAsync(name, "failed");

        await Assertions.Expect(page.Failure(name)).ToHaveTextAsync("A file's name has 1 to 255 bytes and no control characters.");
        Assert.Empty(store.Store.MultipartUploads);
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task The_keyboard_alone_is_enough()
    {
        using var file = new TestFile(FiveParts);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        S3FaultRule stalled = store.Store.Faults.On(S3Operation.UploadPart).Stall();
        var page = new UploadPage(await chromium.OpenAsync(store.Backend.Address));
        IKeyboard keyboard = page.Browser.Keyboard;

        await keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Browser.Locator("#files")).ToBeFocusedAsync();
        IFileChooser chooser = await page.Browser.RunAndWaitForFileChooserAsync(() => keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(file.FilePath);
        await stalled.WaitForHitsAsync(4);

        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await page.WaitForAsync(file.Name, "paused");
        await Assertions.Expect(page.Button(file.Name, "Resume")).ToBeFocusedAsync();
        await Assertions.Expect(page.Browser.GetByRole(AriaRole.Status)).ToHaveTextAsync($"{file.Name} is paused");
        stalled.Remove();
        await keyboard.PressAsync("Enter");
        await page.WaitForAsync(file.Name, "done");
    }

    [Fact(Timeout = ChromiumCollection.LongestTest)]
    public async Task Tickets_and_signatures_reach_no_log()
    {
        using var file = new TestFile(1_000_000);
        await using StoreWithBackend store = await StoreWithBackend.StartAsync();
        IPage browser = await chromium.OpenAsync(store.Backend.Address);
        IResponse started = await browser.RunAndWaitForResponseAsync(
            () => browser.Locator("#files").SetInputFilesAsync(file.FilePath),
            response => response.Url.Contains("/start-upload", StringComparison.Ordinal));
        string ticket = (await started.JsonAsync())!.Value.GetProperty("data").GetProperty("uploadId").GetString()!;
        await new UploadPage(browser).WaitForAsync(file.Name, "done");

        Assert.Contains("Stored uploads/", store.Backend.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ticket[..40], store.Backend.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature", store.Backend.Output, StringComparison.OrdinalIgnoreCase);
    }
}
