using System.Net;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Multipart;

public class EndlessAnswerTests
{
    private static readonly string Endless = new('a', 20 << 20);

    [Fact]
    public async Task An_error_that_does_not_end_is_read_no_further_than_an_error_of_S3_goes()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.Forbidden, $"<Error><Code>AccessDenied</Code><Message>{Endless}");

        PresignedUrlProviderException refusal = await FailureAsync(storage);

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (refusal.StatusCode, refusal.ErrorCode));
        Assert.InRange(refusal.InnerException!.ToString().Length, 1, 256 << 10);
    }

    [Fact]
    public async Task Of_long_words_the_message_has_the_beginning()
    {
        using StubStorage storage = new StubStorage().Error(HttpStatusCode.Forbidden, "AccessDenied", $"Because. {new string('a', 5000)}");

        PresignedUrlProviderException refusal = await FailureAsync(storage);

        Assert.Contains("Because. aaa", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("s3:PutObject", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1024, 2048);
    }

    [Fact]
    public async Task A_result_that_does_not_end_is_no_usable_answer()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK, $"<InitiateMultipartUploadResult><UploadId>u</UploadId><Key>{Endless}");

        PresignedUrlProviderException failure = await FailureAsync(storage);

        Assert.True(failure.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_log_in_page_in_the_storages_place_is_thought_of()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.Forbidden, "<html><title>Please log in</title></html>");

        Assert.Contains("log-in page", (await FailureAsync(storage)).Message, StringComparison.Ordinal);
    }

    private static async Task<PresignedUrlProviderException> FailureAsync(StubStorage storage)
    {
        using S3PresignedUrlProvider provider = storage.Provider();
        return await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(new UploadTarget("bucket", "key"), null));
    }
}
