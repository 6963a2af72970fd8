namespace PresignedMultipart.S3.Tests.Support;

internal static class Providers
{
    public const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    public static S3ProviderOptions Options(string? endpoint = "http://storage.test:9000") => new()
    {
        Endpoint = endpoint is null ? null : new Uri(endpoint),
        Region = "us-east-1",
        AccessKey = "AKIDEXAMPLE",
        SecretKey = Secret,
        MaxRetries = 0,
    };

    public static S3PresignedUrlProvider Offline(string? endpoint = "http://storage.test:9000", Action<S3ProviderOptions>? configure = null)
    {
        S3ProviderOptions options = Options(endpoint);
        configure?.Invoke(options);
        return new S3PresignedUrlProvider(options);
    }
}
