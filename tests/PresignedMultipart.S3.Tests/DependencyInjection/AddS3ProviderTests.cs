using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PresignedMultipart.S3.Tests.Support;

namespace PresignedMultipart.S3.Tests.DependencyInjection;

public class AddS3ProviderTests
{
    [Fact]
    public void The_uploader_signs_with_it()
    {
        using ServiceProvider services = new ServiceCollection().AddPresignedMultipart().AddS3Provider(Configure).Services.BuildServiceProvider();

        Assert.IsType<S3PresignedUrlProvider>(services.GetRequiredService<IPresignedUrlProvider>());
        Assert.Same(services.GetRequiredService<IPresignedUrlProvider>(), services.GetRequiredService<S3PresignedUrlProvider>());
        Assert.NotNull(services.GetRequiredService<IMultipartUploader>());
    }

    [Fact]
    public async Task Each_named_uploader_has_options_of_its_own()
    {
        IServiceCollection collection = new ServiceCollection();
        collection.AddPresignedMultipart("one").AddS3Provider(Configure);
        collection.AddPresignedMultipart("two").AddS3Provider(options =>
        {
            Configure(options);
            options.Endpoint = new Uri("https://two.test");
        });
        await using ServiceProvider services = collection.BuildServiceProvider();

        Assert.Equal("storage.test", await HostOfAsync("one"));
        Assert.Equal("two.test", await HostOfAsync("two"));
        Assert.Null(services.GetService<IPresignedUrlProvider>());

        async Task<string> HostOfAsync(string name) =>
            (await services.GetRequiredKeyedService<IPresignedUrlProvider>(name).PresignPutObjectAsync(new UploadTarget("bucket", "key"))).Uri.Host;
    }

    [Fact]
    public void Bad_options_stop_the_host_at_its_start()
    {
        using ServiceProvider services = new ServiceCollection().AddPresignedMultipart().AddS3Provider(options =>
        {
            Configure(options);
            options.SecretKey = null;
        }).Services.BuildServiceProvider();

        OptionsValidationException refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("SecretKey", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_can_be_bound_from_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["S3:Endpoint"] = "https://storage.test",
            ["S3:Region"] = "eu-central-1",
            ["S3:AccessKey"] = "AKIDEXAMPLE",
            ["S3:SecretKey"] = Providers.Secret,
            ["S3:ForcePathStyle"] = "false",
            ["S3:UrlLifetime"] = "00:15:00",
        }).Build();
        await using ServiceProvider services = new ServiceCollection().AddPresignedMultipart()
            .AddS3Provider(options => configuration.GetSection("S3").Bind(options)).Services.BuildServiceProvider();

        PresignedUrl url = await services.GetRequiredService<IPresignedUrlProvider>().PresignPutObjectAsync(new UploadTarget("bucket", "key"));

        Assert.StartsWith("https://bucket.storage.test/key?", url.Uri.OriginalString, StringComparison.Ordinal);
        Assert.Equal("900", SignedQuery.Value(url, "X-Amz-Expires"));
        Assert.Contains("/eu-central-1/", SignedQuery.Value(url, "X-Amz-Credential"), StringComparison.Ordinal);
    }

    private static void Configure(S3ProviderOptions options)
    {
        S3ProviderOptions good = Providers.Options();
        (options.Endpoint, options.Region, options.AccessKey, options.SecretKey) = (good.Endpoint, good.Region, good.AccessKey, good.SecretKey);
    }
}
