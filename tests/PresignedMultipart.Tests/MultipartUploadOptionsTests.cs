using Microsoft.Extensions.Options;

namespace PresignedMultipart.Tests;

public class MultipartUploadOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validate(_ => { }).Succeeded);

    public static TheoryData<string, Action<MultipartUploadOptions>> OutOfRange => new()
    {
        { "PartSize", o => o.PartSize = (5 << 20) - 1 },
        { "PartSize", o => o.PartSize = (5L << 30) + 1 },
        { "SinglePutThreshold", o => o.SinglePutThreshold = -1 },
        { "SinglePutThreshold", o => o.SinglePutThreshold = (5L << 30) + 1 },
        { "MaxConcurrency", o => o.MaxConcurrency = 0 },
        { "MaxConcurrency", o => o.MaxConcurrency = 1_001 },
        { "MaxAttempts", o => o.MaxAttempts = 0 },
        { "RetryBaseDelay", o => o.RetryBaseDelay = TimeSpan.Zero },
        { "RetryMaxDelay", o => o.RetryMaxDelay = TimeSpan.FromMilliseconds(199) },
        { "StallTimeout", o => o.StallTimeout = Timeout.InfiniteTimeSpan },
        { "OutageTimeout", o => o.OutageTimeout = Timeout.InfiniteTimeSpan },
        { "OutageTimeout", o => o.OutageTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        { "AbortTimeout", o => o.AbortTimeout = TimeSpan.Zero },
        { "ProgressInterval", o => o.ProgressInterval = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_value_out_of_range_is_refused_by_name(string option, Action<MultipartUploadOptions> set) =>
        Assert.StartsWith(option, Assert.Single(Validate(set).Failures!), StringComparison.Ordinal);

    [Fact]
    public void Every_broken_rule_is_named_at_once() =>
        Assert.Equal(2, Validate(o => (o.MaxAttempts, o.MaxConcurrency) = (0, 0)).Failures!.Count());

    private static ValidateOptionsResult Validate(Action<MultipartUploadOptions> set)
    {
        var options = new MultipartUploadOptions();
        set(options);
        return new MultipartUploadOptionsValidator().Validate(null, options);
    }
}
