using System.Net;
using Amazon.S3;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.Buckets;

public class EnsureBucketTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("ab", "2 characters")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123", "64 characters")]
    [InlineData("My-Bucket", "upper-case")]
    [InlineData("my_bucket", "'_'")]
    [InlineData("-bucket", "begin and end")]
    [InlineData("bucket.", "begin and end")]
    [InlineData("my..bucket", "two dots")]
    [InlineData("192.168.5.4", "IP address")]
    [InlineData("xn--bucket", "'xn--'")]
    [InlineData("sthree-bucket", "'sthree-'")]
    [InlineData("amzn-s3-demo-bucket", "'amzn-s3-demo-'")]
    [InlineData("bucket-s3alias", "'-s3alias'")]
    [InlineData("bucket--ol-s3", "'--ol-s3'")]
    [InlineData("bucket.mrap", "'.mrap'")]
    [InlineData("bucket--use1-az4--x-s3", "'--x-s3'")]
    public async Task A_name_that_breaks_a_rule_is_refused_with_the_rule_and_without_a_call(string bucket, string reason)
    {
        using var storage = new StubStorage();
        using S3PresignedUrlProvider provider = storage.Provider();

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => provider.EnsureBucketAsync(bucket));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(storage.Requests);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1st.bucket-2026")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("1.2.3.4a")]
    public async Task A_good_name_is_taken(string bucket)
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.EnsureBucketAsync(bucket);
    }

    [Fact]
    public async Task A_bucket_that_is_there_is_left_as_it_is()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.EnsureBucketAsync("bucket");

        Assert.Equal("HEAD", storage.Request.Method);
    }

    [Theory]
    [InlineData("us-east-1", "")]
    [InlineData("eu-central-1", "eu-central-1")]
    [InlineData("eu-west-1", "eu-west-1")]
    public async Task A_missing_bucket_is_created_in_the_region(string region, string constraint)
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider(config => config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region));

        await provider.EnsureBucketAsync("bucket");

        Assert.Equal("PUT", storage.Requests[1].Method);
        if (constraint.Length == 0)
        {
            Assert.DoesNotContain("LocationConstraint", storage.Requests[1].Body, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($"<LocationConstraint>{constraint}</LocationConstraint>", storage.Requests[1].Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_store_knows_its_own_location()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.OK);
        using S3PresignedUrlProvider provider = storage.Provider(config => config.AuthenticationRegion = "fr-par");

        await provider.EnsureBucketAsync("bucket");

        Assert.DoesNotContain("LocationConstraint", storage.Requests[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_bucket_that_turns_out_to_be_ours_is_a_success(HttpStatusCode looked)
    {
        using StubStorage storage = new StubStorage().Answer(looked).Error(HttpStatusCode.Conflict, "BucketAlreadyOwnedByYou");
        using S3PresignedUrlProvider provider = storage.Provider();

        await provider.EnsureBucketAsync("bucket");
    }

    [Fact]
    public async Task A_name_that_another_account_has_is_told_apart()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.Forbidden).Error(HttpStatusCode.Conflict, "BucketAlreadyExists");
        using S3PresignedUrlProvider provider = storage.Provider();

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.EnsureBucketAsync("bucket"));

        Assert.Equal("BucketAlreadyExists", refusal.ErrorCode);
        Assert.Contains("another account", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_of_another_region_is_refused_with_the_cure()
    {
        using StubStorage storage = new StubStorage().Answer(HttpStatusCode.MovedPermanently, "", ("x-amz-bucket-region", "eu-west-1"));
        using S3PresignedUrlProvider provider = storage.Provider();

        PresignedUrlProviderException refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.EnsureBucketAsync("bucket"));

        Assert.Contains("Region", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acceleration_refuses_a_name_with_a_dot()
    {
        using var storage = new StubStorage();
        using S3PresignedUrlProvider provider = storage.Provider(config =>
        {
            config.ForcePathStyle = false;
            config.RegionEndpoint = Amazon.RegionEndpoint.EUWest1;
            ((AmazonS3Config)config).UseAccelerateEndpoint = true;
        });

        await Assert.ThrowsAsync<ArgumentException>(() => provider.EnsureBucketAsync("my.bucket"));
    }
}
