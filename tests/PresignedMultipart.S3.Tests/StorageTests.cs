using Amazon;
using Amazon.S3;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests;

/// <summary>The name that a journal tells storages apart by: one for each store, by whatever way it is reached, and found without asking it.</summary>
public class StorageTests
{
    [Theory]
    [InlineData("http://storage.test:9000", "http://storage.test:9000")]
    [InlineData("http://Storage.Test:9000/", "http://storage.test:9000")]
    [InlineData("https://storage.test:443", "https://storage.test")]
    [InlineData("https://storage.test/s3/", "https://storage.test/s3")]
    public void A_store_is_named_by_its_endpoint(string endpoint, string name)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint);

        Assert.Equal(name, provider.Storage);
    }

    [Theory]
    [InlineData("us-east-1", "https://s3.us-east-1.amazonaws.com")]
    [InlineData("eu-west-1", "https://s3.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "https://s3.us-gov-west-1.amazonaws.com")]
    public void Amazon_S3_is_named_by_its_region(string region, string name)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint: null, o => o.Region = region);

        Assert.Equal(name, provider.Storage);
    }

    [Fact]
    public void Another_way_to_the_same_buckets_is_the_same_storage()
    {
        using S3PresignedUrlProvider plain = Providers.Offline(endpoint: null);
        using S3PresignedUrlProvider accelerated = Providers.Offline(endpoint: null, o => o.UseAccelerateEndpoint = true);
        using S3PresignedUrlProvider dualStack = Providers.Offline(endpoint: null, o => o.UseDualstackEndpoint = true);
        using S3PresignedUrlProvider both = Providers.Offline(endpoint: null, o => o.UseAccelerateEndpoint = o.UseDualstackEndpoint = true);
        using S3PresignedUrlProvider inPath = Providers.Offline(endpoint: null, o => o.ForcePathStyle = true);
        using S3PresignedUrlProvider named = Providers.Offline("https://s3.us-east-1.amazonaws.com/");

        Assert.All(new[] { accelerated, dualStack, both, inPath, named }, provider => Assert.Equal(plain.Storage, provider.Storage));
    }

    [Fact]
    public void A_client_of_the_callers_own_is_asked_where_it_goes()
    {
        using var store = new AmazonS3Client("key", "secret", new AmazonS3Config { ServiceURL = "http://storage.test:9000/", AuthenticationRegion = "us-east-1" });
        using var amazon = new AmazonS3Client("key", "secret", RegionEndpoint.EUCentral1);
        using var plain = new AmazonS3Client("key", "secret", new AmazonS3Config { RegionEndpoint = RegionEndpoint.EUCentral1, UseHttp = true });

        Assert.Equal("http://storage.test:9000", new S3PresignedUrlProvider(store).Storage);
        Assert.Equal("https://s3.eu-central-1.amazonaws.com", new S3PresignedUrlProvider(amazon).Storage);
        Assert.Equal("https://s3.eu-central-1.amazonaws.com", new S3PresignedUrlProvider(plain).Storage);
    }

    [Theory]
    [InlineData("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com")]
    [InlineData("https://s3-fips.us-east-1.amazonaws.com")]
    public void An_address_of_Amazons_that_was_given_is_taken_as_it_is(string endpoint)
    {
        using S3PresignedUrlProvider provider = Providers.Offline(endpoint);

        Assert.Equal(endpoint, provider.Storage);
    }

    [Fact]
    public void No_user_is_in_the_name()
    {
        using var client = new AmazonS3Client("key", "secret", new AmazonS3Config { ServiceURL = "http://user:5ecre7@storage.test:9000", AuthenticationRegion = "us-east-1" });

        Assert.Equal("http://storage.test:9000", new S3PresignedUrlProvider(client).Storage);
    }

    [Fact]
    public void It_is_found_without_a_call()
    {
        using var calls = new StubStorage();
        using S3PresignedUrlProvider provider = calls.Provider(config => config.RegionEndpoint = RegionEndpoint.EUWest1);

        Assert.Equal("https://s3.eu-west-1.amazonaws.com", provider.Storage);
        Assert.Empty(calls.Requests);
    }
}
