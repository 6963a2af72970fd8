using Microsoft.Extensions.Options;
using PresignedMultipart.S3.Buckets;
using PresignedMultipart.S3.Clients;

namespace PresignedMultipart.S3;

/// <summary>Names every option that breaks its rule, with what to set instead. No message repeats a key, a secret or a token.</summary>
internal sealed class S3ProviderOptionsValidator(AwsEnvironment environment) : IValidateOptions<S3ProviderOptions>
{
    private const int MaxRetriesAllowed = 10;

    public S3ProviderOptionsValidator()
        : this(AwsEnvironment.OfProcess)
    {
    }

    public ValidateOptionsResult Validate(string? name, S3ProviderOptions options)
    {
        var failures = new List<string>();
        CheckCredentials(options, failures);
        CheckEndpoint(options, failures);
        CheckRegion(options, failures);
        CheckNumbers(options, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void CheckCredentials(S3ProviderOptions options, List<string> failures)
    {
        bool hasAccessKey = !string.IsNullOrWhiteSpace(options.AccessKey);
        bool hasSecretKey = !string.IsNullOrWhiteSpace(options.SecretKey);

        if (hasAccessKey != hasSecretKey)
        {
            (string set, string missing) = hasAccessKey
                ? (nameof(options.AccessKey), nameof(options.SecretKey))
                : (nameof(options.SecretKey), nameof(options.AccessKey));
            failures.Add($"{set} is set but {missing} is not; they are a pair. Set {missing}, or leave both out to use {AwsEnvironment.CredentialSources}.");
        }

        foreach ((string option, string? value) in new[] { (nameof(options.AccessKey), options.AccessKey), (nameof(options.SecretKey), options.SecretKey), (nameof(options.SessionToken), options.SessionToken) })
        {
            if (value is { Length: > 0 } && value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            {
                failures.Add($"{option} has white space or a line break in it, which no key has; it was probably copied with it. Set it without.");
            }
        }

        if (!string.IsNullOrEmpty(options.SessionToken) && !hasAccessKey)
        {
            failures.Add($"{nameof(options.SessionToken)} is set without {nameof(options.AccessKey)} and {nameof(options.SecretKey)}; it belongs to temporary keys. Set all three, or none.");
        }

        int sources = (options.Credentials is null ? 0 : 1) + (hasAccessKey || hasSecretKey ? 1 : 0) + (string.IsNullOrEmpty(options.Profile) ? 0 : 1);
        if (sources > 1)
        {
            failures.Add($"Credentials are named twice; set only one of {nameof(options.Credentials)}, {nameof(options.AccessKey)} with {nameof(options.SecretKey)}, and {nameof(options.Profile)}.");
        }

        if (sources == 0)
        {
            failures.AddRange(environment.FindCredentialProblems());
        }
        else if (!string.IsNullOrEmpty(options.Profile) && !environment.HasProfile(options.Profile))
        {
            failures.Add($"{nameof(options.Profile)} is '{options.Profile}', which is neither in the shared credentials nor in the config file (~/.aws/credentials, ~/.aws/config). Add it there, or set one that is.");
        }
    }

    private static void CheckEndpoint(S3ProviderOptions options, List<string> failures)
    {
        if (options.Endpoint is { } endpoint)
        {
            if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
            {
                failures.Add($"{nameof(options.Endpoint)} is not an absolute http or https address; set one such as https://s3.example.com or http://localhost:9000.");
            }
            else if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            {
                failures.Add($"{nameof(options.Endpoint)} has a user, a query or a fragment; set scheme, host and port alone, and credentials as {nameof(options.AccessKey)} and {nameof(options.SecretKey)}.");
            }
        }

        if (options.UseAccelerateEndpoint && (options.Endpoint is not null || options.ForcePathStyle == true))
        {
            failures.Add($"{nameof(options.UseAccelerateEndpoint)} is set together with {(options.Endpoint is null ? nameof(options.ForcePathStyle) : nameof(options.Endpoint))}; acceleration has its own host names, with the bucket in them. Leave one of the two out.");
        }

        if (options.UseDualstackEndpoint && options.Endpoint is not null)
        {
            failures.Add($"{nameof(options.UseDualstackEndpoint)} is set together with {nameof(options.Endpoint)}; it chooses among Amazon's own addresses. Leave one of the two out.");
        }
    }

    private void CheckRegion(S3ProviderOptions options, List<string> failures)
    {
        string? region = environment.FindRegion(options);
        if (region is null)
        {
            failures.Add($"{nameof(options.Region)} is not set, and neither AWS_REGION, AWS_DEFAULT_REGION nor the profile names one; it is part of every signature. " +
                $"Set {nameof(options.Region)} to the bucket's region, for example eu-central-1{(options.Endpoint is null ? "" : "; most S3-compatible stores take us-east-1")}.");
        }
        else if (region.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            failures.Add($"{nameof(options.Region)} is '{region}'; a region has letters, digits and hyphens only. Set its code, for example eu-central-1.");
        }
        else if (options.Endpoint is { IsAbsoluteUri: true } endpoint)
        {
            if (AwsPartition.OfHost(endpoint.Host) is { } partition && partition != AwsPartition.OfRegion(region))
            {
                failures.Add($"{nameof(options.Region)} is '{region}', which is in the partition {AwsPartition.OfRegion(region)}, but {nameof(options.Endpoint)} '{endpoint.Host}' is in {partition}. Partitions share nothing: set both for the same one.");
            }
        }
        else if (options.Endpoint is null && !AwsPartition.IsRegionName(region))
        {
            failures.Add($"{nameof(options.Region)} is '{region}', which is not the form of an AWS region. Set its code, for example eu-central-1, or set {nameof(options.Endpoint)} for another store.");
        }
        else if (options.UseAccelerateEndpoint && AwsPartition.OfRegion(region) != AwsPartition.Aws)
        {
            failures.Add($"{nameof(options.UseAccelerateEndpoint)} is set, but {nameof(options.Region)} '{region}' is in the partition {AwsPartition.OfRegion(region)}, which has no acceleration. Leave it out.");
        }
    }

    private static void CheckNumbers(S3ProviderOptions options, List<string> failures)
    {
        if (UrlLifetimeRule.FindProblem(options.UrlLifetime) is { } problem)
        {
            failures.Add($"{nameof(options.UrlLifetime)} {problem}");
        }

        if (options.MaxRetries is < 0 or > MaxRetriesAllowed)
        {
            failures.Add($"{nameof(options.MaxRetries)} is {options.MaxRetries}; set it to between 0 and {MaxRetriesAllowed}.");
        }
    }
}
