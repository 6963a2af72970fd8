using System.Net;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class PartTriesTests
{
    private static readonly Attempt Broken = new() { LineFailure = new HttpRequestException(HttpRequestError.ConnectionError, "no route") };
    private static readonly Attempt Cut = new() { LineFailure = new IOException("broken") };
    private static readonly Attempt Silent = new() { LineFailure = new TimeoutException("no byte moved") };
    private static readonly Attempt Refused = new() { Error = new S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown", null, null, null) };
    private static readonly Attempt Gateway = new() { Error = new S3Error(HttpStatusCode.BadGateway, null, null, null, null) { IsForeign = true } };
    private static readonly Attempt SignerGone = new() { SignerFailure = new PresignedUrlProviderException("gone", new HttpRequestException()) };

    private readonly ManualTime _time = new();
    private readonly MultipartUploadOptions _options = new() { MaxAttempts = 3, OutageTimeout = TimeSpan.FromMinutes(5) };
    private readonly StorageContact _contact;
    private readonly PartTries _tries;

    public PartTriesTests()
    {
        _contact = new StorageContact(_time);
        _tries = new PartTries(_options, _contact);
    }

    public static TheoryData<string> Unanswered => [nameof(Broken), nameof(Silent), nameof(Gateway), nameof(SignerGone)];

    [Fact]
    public void What_the_storage_answers_is_tried_as_often_as_allowed()
    {
        _contact.Heard();

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Refused)));
        Assert.Null(_tries.Outage);
        Assert.Equal(3, _tries.Made);
    }

    [Fact]
    public void A_connection_that_is_cut_is_no_outage_because_somebody_was_there_to_cut_it()
    {
        _contact.Heard();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Cut)));
    }

    [Fact]
    public void A_storage_that_never_answered_is_no_outage() => Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Broken)));

    [Theory]
    [MemberData(nameof(Unanswered))]
    public void An_outage_is_waited_out_however_many_attempts_it_takes(string how)
    {
        _contact.Heard();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        // 29 times 10 s: just under 5 minutes.
        Assert.All(Enumerable.Range(0, 29), _ => Assert.True(Fail(Of(how))));
        Assert.False(Fail(Of(how)));
        Assert.Equal((30, TimeSpan.FromMinutes(5)), (_tries.Made, TimeSpan.FromSeconds(Math.Floor(_tries.Outage!.Value.TotalSeconds))));
    }

    [Fact]
    public void After_an_outage_attempts_count_from_where_they_were()
    {
        _contact.Heard();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(Fail(Broken)));
        _contact.Heard();

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Refused)));
    }

    [Fact]
    public void A_line_that_breaks_while_others_are_answered_counts()
    {
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Broken, meanwhile: _contact.Heard)));
        Assert.Null(_tries.Outage);
    }

    [Fact]
    public void A_shorter_outage_than_the_attempts_take_does_not_lessen_them()
    {
        _options.OutageTimeout = TimeSpan.FromSeconds(1);
        _contact.Heard();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Broken)));
    }

    [Fact]
    public void Without_a_timeout_there_is_no_outage()
    {
        _options.OutageTimeout = TimeSpan.Zero;
        _contact.Heard();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => Fail(Broken)));
        Assert.Null(_tries.Outage);
    }

    [Fact]
    public void Urls_are_renewed_three_times_at_most() => Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => _tries.TryRenew()));

    private static Attempt Of(string how) => how switch { nameof(Broken) => Broken, nameof(Silent) => Silent, nameof(Gateway) => Gateway, _ => SignerGone };

    private bool Fail(Attempt how, Action? meanwhile = null)
    {
        _tries.Begin();
        _time.Advance(TimeSpan.FromSeconds(5));
        meanwhile?.Invoke();
        _time.Advance(TimeSpan.FromSeconds(5));
        return _tries.TryAgain(how);
    }
}
