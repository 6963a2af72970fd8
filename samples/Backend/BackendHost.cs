using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PresignedMultipart.S3;

namespace Backend;

/// <summary>The host: one policy, every way in, two pages.</summary>
internal static class BackendHost
{
    private const string Limit = "uploads";

    public static async Task RunAsync(BackendStore store, string url, bool setUpBucket, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url).UseStaticWebAssets();
        // The request log of ASP.NET Core shows addresses, and in the classic contract and in Uppy's they carry tickets.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);

        builder.Services.AddSingleton(store).AddSingleton(TimeProvider.System).AddSingleton<DownloadLinks>();
        builder.Services
            .AddPresignedMultipart()
            .AddS3Provider(options => Copy(store.Options, options))
            .AddUploadEndpoints()
            .AddUploadPolicy<SampleUploadPolicy>();
        builder.Services.AddRateLimiter(AddLimit);

        await using WebApplication app = builder.Build();
        app.UseRateLimiter();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });

        app.MapClassicUploadEndpoints().RequireRateLimiting(Limit);
        app.MapPresignedMultipart("/uploads").RequireRateLimiting(Limit);
        app.MapCompanionS3Endpoints("/companion").RequireRateLimiting(Limit);
        app.MapUploadProxy("/proxy").RequireRateLimiting(Limit);
        app.MapGet("/files/{**key}", (string key, DownloadLinks links, HttpContext context) => links.FollowAsync(key, context));

        await app.StartAsync(cancellationToken);
        string address = app.Urls.First();
        if (setUpBucket)
        {
            await BucketSetup.RunAsync(store, address, cancellationToken);
        }

        Console.WriteLine($"Uploads go to {store}");
        Console.WriteLine($"Open {address} (Ctrl+C ends it)");
        await app.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>By address, as nobody logs in here; by user in a host that knows its users. A part costs a request, so this is 500 MB/s of parts.</summary>
    private static void AddLimit(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait))
            {
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        limiter.AddPolicy(Limit, context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions { TokenLimit = 200, TokensPerPeriod = 50, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
    }

    private static void Copy(S3ProviderOptions from, S3ProviderOptions to) =>
        (to.Endpoint, to.Region, to.AccessKey, to.SecretKey, to.Profile) = (from.Endpoint, from.Region, from.AccessKey, from.SecretKey, from.Profile);
}
