using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>A signer that fails or throttles is waited for, and not for ever.</summary>
public class SignerRetryTests
{
    public static TheoryData<string, PresignedUrlProviderException> Passing => new()
    {
        { "429", new PresignedUrlProviderException("slower") { StatusCode = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromMilliseconds(1) } },
        { "503", new PresignedUrlProviderException("down") { StatusCode = HttpStatusCode.ServiceUnavailable } },
        { "408", new PresignedUrlProviderException("late") { StatusCode = HttpStatusCode.RequestTimeout } },
        { "no answer", new PresignedUrlProviderException("unreachable", new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused))) },
        { "too late", new PresignedUrlProviderException("late", new TimeoutException()) },
        { "held back", new PresignedUrlProviderException("held back") { RetryAfter = TimeSpan.Zero } },
    };

    public static TheoryData<string, PresignedUrlProviderException> Final => new()
    {
        { "403", new PresignedUrlProviderException("no") { StatusCode = HttpStatusCode.Forbidden } },
        { "501", new PresignedUrlProviderException("no") { StatusCode = HttpStatusCode.NotImplemented } },
        { "another certificate", new PresignedUrlProviderException("no", new HttpRequestException("tls", new AuthenticationException("UntrustedRoot"))) },
        { "its own failure", new PresignedUrlProviderException("no", new InvalidOperationException("no credentials")) },
        { "a wrong answer", new PresignedUrlProviderException("no") },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_signer_that_cannot_now_is_waited_for(string failure, PresignedUrlProviderException refusal)
    {
        await using Storage storage = await StartAsync();
        // One part alone may meet them all.
        int left = new MultipartUploadOptions().MaxAttempts - 1;
        storage.Provider.BeforePresignParts = (_, _) => Interlocked.Decrement(ref left) >= 0 ? throw refusal : Task.CompletedTask;
        byte[] content = Content((3 * PartSize) - 7);

        await storage.Uploader().UploadAsync(content, storage.Target);

        Assert.True(content.AsSpan().SequenceEqual(storage.Stored()), failure);
        Assert.Contains(storage.Logs.Lines, line => line.Contains(refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_signer_that_never_can_is_given_up_on(string failure, PresignedUrlProviderException refusal)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.BeforePresignParts = (_, _) => throw refusal;

        var given = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader(o => o.MaxAttempts = 3).UploadAsync(Content(PartSize), storage.Target));

        Assert.True(given is { Attempts: 3, PartNumber: 1, Outcome: UploadOutcome.NotCompleted }, failure);
        Assert.Equal((refusal.StatusCode, refusal), (given.StatusCode, given.InnerException));
        Assert.Contains($"Signing part 1 of {storage.Target} failed after 3 attempts: {refusal.Message}", given.Message, StringComparison.Ordinal);
        storage.AssertNothingStands();
    }

    [Theory]
    [MemberData(nameof(Final))]
    public async Task A_signer_that_refuses_is_not_asked_again(string failure, PresignedUrlProviderException refusal)
    {
        await using Storage storage = await StartAsync();
        storage.Provider.BeforePresignParts = (_, _) => throw refusal;

        var given = await Assert.ThrowsAsync<UploadException>(() => storage.Uploader().UploadAsync(Content(PartSize), storage.Target));

        Assert.True(given.Attempts == 1, failure);
        Assert.Single(storage.Provider.Windows);
        storage.AssertNothingStands();
    }

    [Fact]
    public void What_a_signer_asks_to_wait_is_waited() =>
        Assert.Equal(TimeSpan.FromSeconds(7), new Attempt { SignerFailure = new PresignedUrlProviderException("slower") { RetryAfter = TimeSpan.FromSeconds(7) } }.RetryAfter);
}
