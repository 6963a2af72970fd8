using Microsoft.Extensions.Options;

namespace PresignedMultipart.AspNetCore;

/// <summary>Checks the endpoints' options.</summary>
internal sealed class UploadEndpointOptionsValidator : IValidateOptions<UploadEndpointOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, UploadEndpointOptions options) =>
        options.TicketLifetime >= Shortest && options.TicketLifetime <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{nameof(UploadEndpointOptions.TicketLifetime)} is {options.TicketLifetime}; it must be {Shortest} to {Longest.TotalDays:0} days.");
}
