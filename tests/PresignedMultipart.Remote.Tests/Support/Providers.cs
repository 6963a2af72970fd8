namespace PresignedMultipart.Remote.Tests.Support;

internal static class Providers
{
    /// <summary>A provider whose tries time out only when a test says so.</summary>
    public static RemotePresignedUrlProvider Of(Uri address, BackendContract contract, TimeProvider? time = null, Action<RemoteProviderOptions>? configure = null, HttpMessageHandler? handler = null)
    {
        var options = new RemoteProviderOptions
        {
            BaseAddress = address,
            Contract = contract,
            AttemptTimeout = TimeSpan.FromMinutes(5),
            CompletionTimeout = TimeSpan.FromMinutes(50),
        };
        configure?.Invoke(options);
        return new RemotePresignedUrlProvider(options, handler, time ?? new JumpingTime());
    }
}
