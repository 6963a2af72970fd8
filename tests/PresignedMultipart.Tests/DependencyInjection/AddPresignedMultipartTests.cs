using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PresignedMultipart.Tests.Support;
using static PresignedMultipart.Tests.Support.Storage;

namespace PresignedMultipart.Tests.DependencyInjection;

public class AddPresignedMultipartTests
{
    [Fact]
    public async Task The_default_uploader_uploads()
    {
        await using Storage storage = await StartAsync();
        var services = new ServiceCollection();
        services.AddPresignedMultipart(o => o.PartSize = PartSize).AddProvider(_ => storage.Provider);
        await using ServiceProvider host = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        UploadResult result = await host.GetRequiredService<IMultipartUploader>().UploadAsync(Content(20 * MiB), storage.Target);

        Assert.Equal((4, PartSize), (result.PartCount, result.PartSize));
        Assert.Equal(Content(20 * MiB), storage.Stored());
    }

    [Fact]
    public async Task An_uploader_has_the_journal_that_was_registered_for_it()
    {
        await using Storage storage = await StartAsync();
        var journal = new MemoryJournal();
        var services = new ServiceCollection();
        services.AddSingleton(journal);
        services.AddPresignedMultipart("kept").AddProvider(_ => storage.Provider).AddJournal(host => host.GetRequiredService<MemoryJournal>());
        services.AddPresignedMultipart("other").AddProvider(_ => storage.Provider);
        await using ServiceProvider host = services.BuildServiceProvider();

        await host.GetRequiredKeyedService<IMultipartUploader>("other").UploadAsync(Content(20 * MiB), storage.Target);
        Assert.Equal(0, journal.Appended);
        await host.GetRequiredKeyedService<IMultipartUploader>("kept").UploadAsync(Content(20 * MiB), storage.Target);

        Assert.Equal(3, journal.Appended);
    }

    [Fact]
    public async Task Named_uploaders_have_storages_and_options_of_their_own()
    {
        await using Storage hot = await StartAsync();
        await using Storage cold = await StartAsync();
        var services = new ServiceCollection();
        services.AddPresignedMultipart("hot").AddProvider(_ => hot.Provider);
        services.AddPresignedMultipart("cold", o => o.SinglePutThreshold = 0).AddProvider(_ => cold.Provider);
        await using ServiceProvider host = services.BuildServiceProvider();

        UploadResult small = await host.GetRequiredKeyedService<IMultipartUploader>("hot").UploadAsync(Content(10), hot.Target);
        UploadResult parts = await host.GetRequiredKeyedService<IMultipartUploader>("cold").UploadAsync(Content(20), cold.Target);

        Assert.Equal(Content(10), hot.Stored());
        Assert.Equal(Content(20), cold.Stored());
        Assert.Null(small.UploadId);
        Assert.NotNull(parts.UploadId);
        Assert.Null(host.GetService<IMultipartUploader>());
    }

    [Fact]
    public async Task The_uploaders_of_a_container_share_the_smallest_memory_that_any_of_them_sets()
    {
        await using Storage storage = await StartAsync();
        var services = new ServiceCollection();
        services.AddPresignedMultipart().AddProvider(_ => storage.Provider);
        services.AddPresignedMultipart("small", o => o.MemoryLimit = 30 * MiB).AddProvider(_ => storage.Provider);
        await using ServiceProvider host = services.BuildServiceProvider();

        var one = (MultipartUploader)host.GetRequiredService<IMultipartUploader>();
        var other = (MultipartUploader)host.GetRequiredKeyedService<IMultipartUploader>("small");

        Assert.Same(one.Memory, other.Memory);
        Assert.Equal(30 * MiB, one.Memory.Limit);
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_the_host_starts()
    {
        var services = new ServiceCollection();
        services.AddPresignedMultipart("archive", o => o.MaxConcurrency = 0).AddProvider(_ => null!);
        using ServiceProvider host = services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => host.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("MaxConcurrency is 0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "default uploader")]
    [InlineData("archive", "uploader 'archive'")]
    public void An_uploader_without_a_provider_says_which_and_what_to_add(string name, string named)
    {
        var services = new ServiceCollection();
        services.AddPresignedMultipart(name);
        using ServiceProvider host = services.BuildServiceProvider();

        var refusal = Assert.Throws<InvalidOperationException>(() => name.Length == 0 ? host.GetRequiredService<IMultipartUploader>() : host.GetRequiredKeyedService<IMultipartUploader>(name));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AddS3Provider", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_host_adds_to_every_client_does_not_touch_the_parts()
    {
        await using Storage storage = await StartAsync();
        var logs = new RecordingLoggerFactory();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs);
        services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new HeaderAddingHandler()));
        services.AddPresignedMultipart().AddProvider(_ => storage.Provider);
        await using ServiceProvider host = services.BuildServiceProvider();

        await host.GetRequiredService<IMultipartUploader>().UploadAsync(Content(10), storage.Target);

        Assert.Equal(Content(10), storage.Stored());
        Assert.DoesNotContain(logs.Lines, line => line.Contains("X-Amz-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_application_can_set_up_the_way_to_the_storage()
    {
        await using Storage storage = await StartAsync();
        bool used = false;
        var services = new ServiceCollection();
        services.AddPresignedMultipart().AddProvider(_ => storage.Provider)
            .HttpClient.UseSocketsHttpHandler((handler, _) => handler.PlaintextStreamFilter = (context, _) =>
            {
                used = true;
                return ValueTask.FromResult(context.PlaintextStream);
            });
        await using ServiceProvider host = services.BuildServiceProvider();

        await host.GetRequiredService<IMultipartUploader>().UploadAsync(Content(10), storage.Target);

        Assert.True(used);
    }

    private sealed class HeaderAddingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("x-amz-meta-unsigned", "1");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
