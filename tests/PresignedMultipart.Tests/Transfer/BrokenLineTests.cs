using System.Net.Sockets;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>What the transport throws when a line breaks, however it words it.</summary>
public class BrokenLineTests
{
    // .NET asks a connection for its far end right after connecting, and one that was reset by then throws this through HttpClient.
    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public async Task A_line_that_is_reset_as_soon_as_it_stands_is_a_broken_line(int times, bool stands)
    {
        await using Storage storage = await StartAsync();
        using var handler = new FailingHandler(times);
        using var uploader = new MultipartUploader(
            storage.Provider, new MultipartUploadOptions { SinglePutThreshold = 0, MaxAttempts = 3, RetryBaseDelay = TimeSpan.FromMilliseconds(1) }, handler);

        Exception? failure = await Record.ExceptionAsync(() => uploader.UploadAsync(Content(1_000), storage.Target));

        Assert.Equal(stands, failure is null);
        if (stands)
        {
            Assert.Equal(Content(1_000), storage.Stored());
        }
        else
        {
            var failed = Assert.IsType<UploadException>(failure);
            Assert.Equal((3, UploadOutcome.NotCompleted, false), (failed.Attempts, failed.Outcome, failed.LeftParts));
            storage.AssertNothingStands();
        }
    }

    private sealed class FailingHandler(int times) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _left = times;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Decrement(ref _left) >= 0 ? throw new SocketException((int)SocketError.NotConnected) : base.SendAsync(request, cancellationToken);
    }
}
