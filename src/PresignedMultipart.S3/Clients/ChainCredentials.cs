using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace PresignedMultipart.S3.Clients;

/// <summary>The SDK's usual chain, with an error that says what to do when nothing in it has credentials.</summary>
internal sealed class ChainCredentials : AWSCredentials
{
    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentials();
        }
        catch (AmazonClientException nothingFound)
        {
            throw Missing(nothingFound);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            AWSCredentials found = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
            return await found.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException nothingFound)
        {
            throw Missing(nothingFound);
        }
    }

    private static InvalidOperationException Missing(Exception cause) =>
        new("No access key and secret key were found, and nothing can be signed without them. Set " +
            $"{nameof(S3ProviderOptions)}.{nameof(S3ProviderOptions.AccessKey)} and {nameof(S3ProviderOptions.SecretKey)}, or provide them by {AwsEnvironment.CredentialSources}.", cause);
}
