using Microsoft.Extensions.Options;

namespace PresignedMultipart.AspNetCore;

/// <summary>Checks the sweeper's options.</summary>
internal sealed class UploadSweeperOptionsValidator : IValidateOptions<UploadSweeperOptions>
{
    public ValidateOptionsResult Validate(string? name, UploadSweeperOptions options)
    {
        var problems = new List<string>();
        if (options.Buckets.Count == 0 || options.Buckets.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add($"{nameof(options.Buckets)} names no bucket, or an empty one; name those that the sweeper may abort uploads in.");
        }

        if (options.KeyPrefix is null)
        {
            problems.Add($"{nameof(options.KeyPrefix)} is null; an empty one means all keys.");
        }

        if (options.MaxAge < TimeSpan.FromHours(1) || options.MaxAge > TimeSpan.FromDays(365))
        {
            problems.Add($"{nameof(options.MaxAge)} is {options.MaxAge}; it must be 1 hour to 365 days, and longer than tickets are good.");
        }

        if (options.Interval < TimeSpan.FromMinutes(1) || options.Interval > TimeSpan.FromDays(7))
        {
            problems.Add($"{nameof(options.Interval)} is {options.Interval}; it must be 1 minute to 7 days.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
