using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What a provider of somebody else's making may get wrong.</summary>
public class StrictProviderTests
{
    public static TheoryData<string> Failures => [nameof(HttpRequestException), nameof(TaskCanceledException), nameof(InvalidOperationException)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_signer_that_fails_in_its_own_way_is_reported_and_leaves_nothing(string kind)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.BeforePresignParts = (_, _) => throw Failure(kind);

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Contains($"PresignPartsAsync failed with {kind}: so it is", failure.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_completion_that_fails_in_its_own_way_after_the_storage_acted_is_found_to_have_succeeded(string kind)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterCompletion = _ => throw Failure(kind);
        byte[] content = Content(2 * PartSize);

        await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.Equal(content, storage.Stored());
    }

    [Fact]
    public async Task A_time_out_of_the_providers_own_client_is_no_cancellation()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterUpload = _ => throw new TaskCanceledException("so it is", new TimeoutException());

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.IsType<TaskCanceledException>(failure.InnerException?.InnerException);
    }

    [Fact]
    public async Task A_null_for_an_upload_is_said_to_be_the_providers()
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterUpload = _ => null!;

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.Contains("CreateMultipartUploadAsync answered null", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_null_for_urls_is_said_to_be_the_providers(bool wholeList)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.AlterUrls = urls => wholeList ? null! : [.. urls.Select(_ => (PresignedUrl)null!)];

        var failure = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(2 * PartSize), storage.Target));

        Assert.Contains("PresignPartsAsync answered null", failure.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    private static Exception Failure(string kind) => kind switch
    {
        nameof(HttpRequestException) => new HttpRequestException("so it is"),
        nameof(TaskCanceledException) => new TaskCanceledException("so it is", new TimeoutException()),
        _ => new InvalidOperationException("so it is"),
    };
}
