using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public sealed class PartSendingTests : IDisposable
{
    private readonly PartSending _sending = new(
        new PartTally(new ProgressTally(PartPlan.Create(1_000, new MultipartUploadOptions(), PresignedUrlProviderCapabilities.All), new ManualTime())), 1_000, default);

    public void Dispose() => _sending.Dispose();

    [Fact]
    public void It_is_stopped_as_long_as_bytes_are_missing_of_which_the_storage_keeps_nothing()
    {
        Hand(999);

        Assert.True(_sending.TryStop());
        Assert.True(_sending.Token.IsCancellationRequested);
        Assert.Throws<OperationCanceledException>(() => _sending.Hands(1));
    }

    [Fact]
    public void A_whole_body_is_not_stopped_because_the_storage_may_store_it_at_any_time()
    {
        Hand(1_000);

        Assert.False(_sending.TryStop());
        Assert.False(_sending.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_body_that_begins_anew_can_be_stopped_again()
    {
        Hand(1_000);
        _sending.Starts();

        Assert.True(_sending.TryStop());
    }

    private void Hand(int bytes)
    {
        _sending.Starts();
        _sending.Hands(bytes);
        _sending.Took(bytes);
    }
}
