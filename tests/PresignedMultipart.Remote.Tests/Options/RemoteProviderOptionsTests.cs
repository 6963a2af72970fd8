using Microsoft.Extensions.Options;

namespace PresignedMultipart.Remote.Tests.Options;

public class RemoteProviderOptionsTests
{
    [Theory]
    [InlineData(null, "BaseAddress is not set")]
    [InlineData("uploads", "not an absolute http or https address")]
    [InlineData("ftp://api.test", "not an absolute http or https address")]
    [InlineData("https://user:5ecre7@api.test", "has a user, a query or a fragment")]
    [InlineData("https://api.test/?code=5ecre7", "has a user, a query or a fragment")]
    public void A_base_address_that_cannot_be_is_refused_without_repeating_it(string? address, string expected)
    {
        OptionsValidationException refusal = Refusal(options => options.BaseAddress = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecre7", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_that_breaks_its_rule_is_named()
    {
        OptionsValidationException refusal = Refusal(options =>
        {
            options.Contract = (BackendContract)9;
            options.StartUploadPath = "";
            options.GetUploadUrlPath = "https://elsewhere.test/x";
            options.CompleteUploadPath = "x?y";
            options.MaxRetries = 11;
            options.RetryBaseDelay = TimeSpan.Zero;
            options.RetryMaxDelay = TimeSpan.FromHours(1);
            options.AttemptTimeout = TimeSpan.FromMilliseconds(1);
            options.CompletionTimeout = TimeSpan.MaxValue;
        });

        Assert.Equal(
            ["Contract", "StartUploadPath", "GetUploadUrlPath", "CompleteUploadPath", "MaxRetries", "RetryBaseDelay", "RetryMaxDelay", "AttemptTimeout", "CompletionTimeout"],
            refusal.Failures.Select(failure => failure.Split(' ')[0]));
    }

    private static OptionsValidationException Refusal(Action<RemoteProviderOptions> configure)
    {
        var options = new RemoteProviderOptions { BaseAddress = new Uri("https://api.test/uploads") };
        configure(options);
        return Assert.Throws<OptionsValidationException>(() => new RemotePresignedUrlProvider(options));
    }
}
