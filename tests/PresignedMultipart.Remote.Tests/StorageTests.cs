using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests;

/// <summary>The name that a journal tells back ends apart by.</summary>
public class StorageTests
{
    [Theory]
    [InlineData("https://api.test/uploads", "https://api.test/uploads")]
    [InlineData("https://api.test/uploads/", "https://api.test/uploads")]
    [InlineData("HTTPS://API.test:443/Uploads", "https://api.test/Uploads")]
    [InlineData("http://api.test:5080", "http://api.test:5080")]
    [InlineData("https://api.test/a%20b/ä", "https://api.test/a%20b/%C3%A4")]
    public void A_back_end_is_named_by_its_address(string address, string name)
    {
        foreach (BackendContract contract in Enum.GetValues<BackendContract>())
        {
            using RemotePresignedUrlProvider provider = Providers.Of(new Uri(address), contract);

            Assert.Equal(name, provider.Storage);
        }
    }

    [Fact]
    public void The_name_is_the_options_and_not_the_clients()
    {
        using var client = new HttpClient { BaseAddress = new Uri("https://user:5ecre7@elsewhere.test/?token=5ecre7") };
        using var provider = new RemotePresignedUrlProvider(client, new RemoteProviderOptions { BaseAddress = new Uri("https://api.test/uploads") });

        Assert.Equal("https://api.test/uploads", provider.Storage);
    }

    [Fact]
    public void No_user_comes_into_the_name_though_the_options_change_later()
    {
        var options = new RemoteProviderOptions { BaseAddress = new Uri("https://api.test/uploads") };
        using var provider = new RemotePresignedUrlProvider(options);

        options.BaseAddress = new Uri("https://user:5ecre7@api.test/uploads?token=5ecre7#5ecre7");

        Assert.Equal("https://api.test/uploads", provider.Storage);
    }

    [Fact]
    public void An_address_has_neither_user_nor_query_before_it_is_asked()
    {
        var backend = new Calls.BackendClient(() => new HttpClient(), new Uri("https://user:5ecre7@api.test/uploads?token=5ecre7#5ecre7"));

        Assert.Equal("https://api.test/uploads", backend.Address);
    }
}
