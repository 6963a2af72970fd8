using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Microsoft.Extensions.Options;
using PresignedMultipart.S3.Clients;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Options;

/// <summary>What is missing or wrong is said before the first call, with its name and its cure.</summary>
public class S3ProviderOptionsTests
{
    [Theory]
    [InlineData("http://user:password@localhost:9000/?token=password", "http://localhost:9000/")]
    [InlineData("password@localhost", "an address that is not absolute")]
    public void An_endpoint_that_is_shown_has_no_password_even_when_it_breaks_the_rules(string endpoint, string shown)
    {
        string text = new S3ProviderOptions { Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute), Region = "us-east-1" }.ToString();

        Assert.StartsWith(shown + ", region us-east-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_live_an_hour_and_retry_three_times()
    {
        var options = new S3ProviderOptions();

        Assert.Equal(TimeSpan.FromHours(1), options.UrlLifetime);
        Assert.Equal(3, options.MaxRetries);
    }

    [Fact]
    public void A_missing_region_is_named_with_all_the_places_to_set_it()
    {
        string failure = FailureOf(o => o.Region = null);

        Assert.Contains("Region is not set", failure, StringComparison.Ordinal);
        Assert.Contains("AWS_REGION", failure, StringComparison.Ordinal);
        Assert.Contains("profile", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public void The_region_is_found_in_the_environment(string variable) => AssertValid(o => o.Region = null, new() { [variable] = "eu-west-3" });

    [Fact]
    public void The_region_is_found_in_the_profile() =>
        AssertValid(o => o.Region = null, profiles: new() { ["default"] = new CredentialProfile("default", new()) { Region = Amazon.RegionEndpoint.EUWest1 } });

    [Fact]
    public void An_access_key_without_its_secret_is_refused()
    {
        string failure = FailureOf(o => o.SecretKey = null);

        Assert.Contains("AccessKey is set but SecretKey is not", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_without_its_access_key_is_refused()
    {
        string failure = FailureOf(o => o.AccessKey = null);

        Assert.Contains("SecretKey is set but AccessKey is not", failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Providers.Secret, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_pair_in_the_environment_is_refused()
    {
        string failure = FailureOf(WithoutKeys, new() { ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE" });

        Assert.Contains("AWS_SECRET_ACCESS_KEY is not", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_may_come_from_the_usual_chain() => AssertValid(WithoutKeys);

    [Fact]
    public void A_profile_that_does_not_exist_is_refused_by_name()
    {
        string failure = FailureOf(o =>
        {
            WithoutKeys(o);
            o.Profile = "nobody";
        });

        Assert.Contains("'nobody'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_copied_with_its_line_break_is_refused_without_showing_it()
    {
        string failure = FailureOf(o => o.SecretKey = Providers.Secret + "\n");

        Assert.Contains("SecretKey has white space", failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Providers.Secret, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sources_of_credentials_are_refused() =>
        Assert.Contains("named twice", FailureOf(o => o.Credentials = new AnonymousAWSCredentials()), StringComparison.Ordinal);

    [Fact]
    public void A_session_token_alone_is_refused()
    {
        string failure = FailureOf(o =>
        {
            WithoutKeys(o);
            o.SessionToken = "token";
        });

        Assert.Contains("SessionToken is set without", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_life_beyond_seven_days_is_refused_with_the_reason()
    {
        string failure = FailureOf(o => o.UrlLifetime = TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        Assert.Contains("Signature Version 4", failure, StringComparison.Ordinal);
        Assert.Contains("7 days", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(0.5)]
    public void A_life_below_a_second_is_refused(double seconds) =>
        Assert.Contains("1 second", FailureOf(o => o.UrlLifetime = TimeSpan.FromSeconds(seconds)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ftp://storage.test")]
    [InlineData("storage.test:9000")]
    [InlineData("/relative")]
    [InlineData("http://user:word@storage.test")]
    [InlineData("http://storage.test/?x=1")]
    public void An_endpoint_that_is_no_plain_http_address_is_refused(string endpoint) =>
        Assert.Contains("Endpoint", FailureOf(o => o.Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Frankfurt")]
    [InlineData("eu_central_1")]
    [InlineData("eu-central")]
    public void A_region_that_amazon_cannot_have_is_refused(string region)
    {
        string failure = FailureOf(o =>
        {
            o.Endpoint = null;
            o.Region = region;
        });

        Assert.Contains($"'{region}'", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("ap-southeast-7")]
    [InlineData("cn-northwest-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("us-isob-east-1")]
    [InlineData("eusc-de-east-1")]
    public void Regions_of_every_partition_are_taken(string region) => AssertValid(o =>
    {
        o.Endpoint = null;
        o.Region = region;
    });

    [Theory]
    [InlineData("garage")]
    [InlineData("fr-par")]
    [InlineData("auto")]
    public void Other_stores_name_their_regions_as_they_like(string region) => AssertValid(o => o.Region = region);

    [Theory]
    [InlineData("cn-north-1", "https://s3.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", "https://s3.cn-north-1.amazonaws.com.cn")]
    [InlineData("eu-west-1", "https://s3.us-gov-west-1.amazonaws.com")]
    public void A_region_and_an_endpoint_of_different_partitions_are_refused(string region, string endpoint)
    {
        string failure = FailureOf(o =>
        {
            o.Region = region;
            o.Endpoint = new Uri(endpoint);
        });

        Assert.Contains("partition", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cn-north-1")]
    [InlineData("us-gov-east-1")]
    public void Acceleration_is_refused_where_there_is_none(string region)
    {
        string failure = FailureOf(o =>
        {
            o.Endpoint = null;
            o.Region = region;
            o.UseAccelerateEndpoint = true;
        });

        Assert.Contains("UseAccelerateEndpoint", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Acceleration_is_refused_for_another_store() =>
        Assert.Contains("UseAccelerateEndpoint", FailureOf(o => o.UseAccelerateEndpoint = true), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void Retries_have_a_cap(int retries) => Assert.Contains("MaxRetries", FailureOf(o => o.MaxRetries = retries), StringComparison.Ordinal);

    [Fact]
    public void The_provider_refuses_bad_options_when_it_is_made() =>
        Assert.Throws<OptionsValidationException>(() => Providers.Offline(configure: o => o.UrlLifetime = TimeSpan.FromDays(8)));

    [Fact]
    public void A_provider_of_a_foreign_client_refuses_a_life_beyond_seven_days()
    {
        using StubStorage storage = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => new S3PresignedUrlProvider(storage.Client(), TimeSpan.FromDays(8)));
    }

    [Fact]
    public void The_text_of_options_shows_no_credentials()
    {
        S3ProviderOptions options = Providers.Options();
        options.SessionToken = "session-token";

        Assert.DoesNotContain(Providers.Secret, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AKIDEXAMPLE", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("session-token", options.ToString(), StringComparison.Ordinal);
    }

    private static void WithoutKeys(S3ProviderOptions options) => (options.AccessKey, options.SecretKey) = (null, null);

    private static void AssertValid(
        Action<S3ProviderOptions> change, Dictionary<string, string>? variables = null, Dictionary<string, CredentialProfile>? profiles = null) =>
        Assert.Null(Validate(change, variables, profiles).FailureMessage);

    private static string FailureOf(Action<S3ProviderOptions> change, Dictionary<string, string>? variables = null) =>
        Assert.Single(Validate(change, variables).Failures ?? []);

    private static ValidateOptionsResult Validate(
        Action<S3ProviderOptions> change, Dictionary<string, string>? variables = null, Dictionary<string, CredentialProfile>? profiles = null)
    {
        S3ProviderOptions options = Providers.Options();
        change(options);
        var environment = new AwsEnvironment(name => variables?.GetValueOrDefault(name), name => profiles?.GetValueOrDefault(name));
        return new S3ProviderOptionsValidator(environment).Validate(null, options);
    }
}
