using Amazon.Runtime.CredentialManagement;

namespace PresignedMultipart.S3.Clients;

/// <summary>What the environment variables and the profile files say, in the order in which the AWS tools ask them.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="findProfile">Finds a profile by name in the shared files.</param>
internal sealed class AwsEnvironment(Func<string, string?> variable, Func<string, CredentialProfile?> findProfile)
{
    public const string CredentialSources = "the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), a profile of ~/.aws/credentials, or the role of the container or instance";

    public static AwsEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariable, FindSharedProfile);

    public string? FindRegion(S3ProviderOptions options) =>
        NullIfBlank(options.Region)
        ?? NullIfBlank(variable("AWS_REGION"))
        ?? NullIfBlank(variable("AWS_DEFAULT_REGION"))
        ?? findProfile(ProfileName(options.Profile))?.Region?.SystemName;

    public bool HasProfile(string profile) => findProfile(profile) is not null;

    public CredentialProfile? FindProfile(string profile) => findProfile(profile);

    /// <summary>
    /// Half a pair in the environment. That there is nothing at all cannot be told here: the role of an instance takes a network call to find.
    /// </summary>
    public IEnumerable<string> FindCredentialProblems()
    {
        bool hasAccessKey = NullIfBlank(variable("AWS_ACCESS_KEY_ID")) is not null;
        bool hasSecretKey = NullIfBlank(variable("AWS_SECRET_ACCESS_KEY") ?? variable("AWS_SECRET_KEY")) is not null;
        if (hasAccessKey != hasSecretKey)
        {
            (string set, string missing) = hasAccessKey ? ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
            yield return $"The environment variable {set} is set but {missing} is not; they are a pair. Set {missing}, or set " +
                $"{nameof(S3ProviderOptions.AccessKey)} and {nameof(S3ProviderOptions.SecretKey)}.";
        }
    }

    private string ProfileName(string? asked) => NullIfBlank(asked) ?? NullIfBlank(variable("AWS_PROFILE")) ?? "default";

    private static CredentialProfile? FindSharedProfile(string name) =>
        new CredentialProfileStoreChain().TryGetProfile(name, out CredentialProfile profile) ? profile : null;

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
