using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using PresignedMultipart.S3.Clients;

namespace PresignedMultipart.S3.Tests.Options;

public class MissingCredentialsTests
{
    [Fact]
    public async Task Every_call_says_how_to_provide_them()
    {
        using var provider = new S3PresignedUrlProvider(Client(new AmazonClientException("Failed to resolve AWS credentials.")));
        var target = new UploadTarget("bucket", "key");

        foreach (PresignedUrlProviderException refusal in new[]
        {
            await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPutObjectAsync(target)),
            await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(target, null)),
            await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPartsAsync(new MultipartUpload(target, "id"), [new(1, 1)])),
        })
        {
            Assert.Contains("S3ProviderOptions.AccessKey and SecretKey", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("~/.aws/credentials", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_profile_of_the_environment_that_does_not_exist_is_named()
    {
        using var provider = new S3PresignedUrlProvider(Client(new ProfileNotFoundException("Unable to find the \"nobody\" profile.")));

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key")));

        Assert.Contains("\"nobody\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_refreshed_are_not_called_missing()
    {
        var broken = new ChainCredentials(() => new Unreachable(), () => Task.FromResult<AWSCredentials>(new Unreachable()));
        using var provider = new S3PresignedUrlProvider(new AmazonS3Client(broken, Config()));

        PresignedUrlProviderException failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.PresignPutObjectAsync(new UploadTarget("bucket", "key")));

        Assert.Contains("The role is out of reach.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("No access key", failure.Message, StringComparison.Ordinal);
    }

    private static AmazonS3Client Client(Exception nothingFound) => new(new ChainCredentials(() => throw nothingFound, () => throw nothingFound), Config());

    private static AmazonS3Config Config() => new() { ServiceURL = "http://storage.test", AuthenticationRegion = "us-east-1", ForcePathStyle = true, MaxErrorRetry = 0 };

    private sealed class Unreachable : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonServiceException("The role is out of reach.", null, HttpStatusCode.ServiceUnavailable);
    }
}
