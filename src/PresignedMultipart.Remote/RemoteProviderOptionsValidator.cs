using Microsoft.Extensions.Options;

namespace PresignedMultipart.Remote;

/// <summary>Names every option that breaks its rule, with what to set instead. No message repeats an address.</summary>
internal sealed class RemoteProviderOptionsValidator : IValidateOptions<RemoteProviderOptions>
{
    private const int MaxRetriesAllowed = 10;

    public static void Check(RemoteProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new RemoteProviderOptionsValidator().Validate(name: null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(RemoteProviderOptions), result.Failures);
        }
    }

    public ValidateOptionsResult Validate(string? name, RemoteProviderOptions options)
    {
        var failures = new List<string>();
        CheckAddress(options.BaseAddress, failures);

        if (!Enum.IsDefined(options.Contract))
        {
            failures.Add($"{nameof(options.Contract)} is {(int)options.Contract}, which is none. Set {string.Join(", ", Enum.GetNames<BackendContract>())}.");
        }

        CheckPath(nameof(options.StartUploadPath), options.StartUploadPath, failures);
        CheckPath(nameof(options.GetUploadUrlPath), options.GetUploadUrlPath, failures);
        CheckPath(nameof(options.CompleteUploadPath), options.CompleteUploadPath, failures);

        if (options.MaxRetries is < 0 or > MaxRetriesAllowed)
        {
            failures.Add($"{nameof(options.MaxRetries)} is {options.MaxRetries}; set it to between 0 and {MaxRetriesAllowed}.");
        }

        CheckTime(nameof(options.RetryBaseDelay), options.RetryBaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), failures);
        CheckTime(nameof(options.RetryMaxDelay), options.RetryMaxDelay, options.RetryBaseDelay, TimeSpan.FromMinutes(10), failures);
        CheckTime(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), failures);
        CheckTime(nameof(options.CompletionTimeout), options.CompletionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckAddress(Uri? address, List<string> failures)
    {
        const string Option = nameof(RemoteProviderOptions.BaseAddress);
        if (address is null)
        {
            failures.Add($"{Option} is not set. Set the back end's address, for example https://api.example.com/uploads.");
        }
        else if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            failures.Add($"{Option} is not an absolute http or https address. Set one such as https://api.example.com/uploads.");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            failures.Add($"{Option} has a user, a query or a fragment in it. Set scheme, host and path alone; what proves who calls belongs into a header, which a handler of the HTTP client adds.");
        }
    }

    private static void CheckPath(string option, string? path, List<string> failures)
    {
        if (string.IsNullOrWhiteSpace(path) || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.AsSpan().ContainsAny("?#\\") || path.Contains("://", StringComparison.Ordinal))
        {
            failures.Add($"{option} is {(string.IsNullOrWhiteSpace(path) ? "empty" : "no plain path")}. Set a path below {nameof(RemoteProviderOptions.BaseAddress)}, for example s3/start-upload.");
        }
    }

    private static void CheckTime(string option, TimeSpan value, TimeSpan least, TimeSpan most, List<string> failures)
    {
        if (value < least || value > most)
        {
            failures.Add($"{option} is {value}; set it to between {least} and {most}.");
        }
    }
}
