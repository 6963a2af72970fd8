using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace PresignedMultipart.S3.Clients;

/// <summary>
/// The SDK's usual chain, with an error that says what to do when nothing in it has credentials. It is asked at each call: the chain keeps
/// what it found, and notices when the environment or a profile changes.
/// </summary>
/// <param name="find">Finds credentials.</param>
/// <param name="findAsync">Finds credentials.</param>
internal sealed class ChainCredentials(Func<AWSCredentials> find, Func<Task<AWSCredentials>> findAsync) : AWSCredentials
{
    public ChainCredentials()
        : this(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(), () => DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync())
    {
    }

    public override ImmutableCredentials GetCredentials()
    {
        AWSCredentials found;
        try
        {
            found = find();
        }
        catch (Exception nothing) when (IsNothingFound(nothing))
        {
            throw Missing(nothing);
        }

        return found.GetCredentials();
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        AWSCredentials found;
        try
        {
            found = await findAsync().ConfigureAwait(false);
        }
        catch (Exception nothing) when (IsNothingFound(nothing))
        {
            throw Missing(nothing);
        }

        return await found.GetCredentialsAsync().ConfigureAwait(false);
    }

    private static bool IsNothingFound(Exception failure) => failure is AmazonClientException or ProfileNotFoundException;

    private static PresignedUrlProviderException Missing(Exception cause) =>
        new("No access key and secret key were found, and nothing can be signed without them. Set " +
            $"{nameof(S3ProviderOptions)}.{nameof(S3ProviderOptions.AccessKey)} and {nameof(S3ProviderOptions.SecretKey)}, or provide them by {AwsEnvironment.CredentialSources}." +
            (cause is ProfileNotFoundException ? $" {cause.Message}" : ""), cause);
}
