using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PresignedMultipart.AspNetCore.Tests.Support;
using PresignedMultipart.S3;

namespace PresignedMultipart.AspNetCore.Tests;

public class SweeperTests
{
    [Fact]
    public async Task Uploads_that_were_left_behind_are_aborted_when_they_are_old_and_below_the_prefix()
    {
        await using Storage storage = await Storage.StartAsync();
        var time = new ManualTime();
        using IHost host = HostOf(storage, time, options =>
        {
            options.Buckets.Add(Storage.Bucket);
            options.KeyPrefix = "users/";
        });
        var provider = host.Services.GetRequiredService<S3PresignedUrlProvider>();
        await provider.CreateMultipartUploadAsync(new UploadTarget(Storage.Bucket, "users/old"), objectLength: null);
        await provider.CreateMultipartUploadAsync(new UploadTarget(Storage.Bucket, "others/old"), objectLength: null);
        await host.StartAsync();

        time.Now += TimeSpan.FromDays(7.9);
        await time.FireAsync();
        Assert.Equal(2, storage.Server.MultipartUploads.Count);
        time.Now += TimeSpan.FromDays(0.2);
        await time.FireAsync();

        Assert.Equal("others/old", Assert.Single(storage.Server.MultipartUploads).Key);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_storage_that_fails_is_looked_at_again()
    {
        await using Storage storage = await Storage.StartAsync();
        var time = new ManualTime();
        using IHost host = HostOf(storage, time, options => options.Buckets.Add(Storage.Bucket));
        await host.Services.GetRequiredService<S3PresignedUrlProvider>().CreateMultipartUploadAsync(new UploadTarget(Storage.Bucket, "old"), objectLength: null);
        var failure = storage.Server.Faults.On(Testing.S3Operation.ListMultipartUploads).Once().Answer(500, "InternalError");
        await host.StartAsync();
        time.Now += TimeSpan.FromDays(9);

        await time.FireAsync();
        Assert.Equal(1, failure.Hits);
        Assert.Single(storage.Server.MultipartUploads);
        await time.FireAsync();

        Assert.Empty(storage.Server.MultipartUploads);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_sweeper_without_a_bucket_does_not_start()
    {
        await using Storage storage = await Storage.StartAsync();
        using IHost host = HostOf(storage, new ManualTime(), _ => { });

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Buckets", refused.Message, StringComparison.Ordinal);
    }

    private static IHost HostOf(Storage storage, ManualTime time, Action<UploadSweeperOptions> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddPresignedMultipart().AddS3Provider(storage.Configure).AddUploadSweeper(configure);
        return builder.Build();
    }
}
