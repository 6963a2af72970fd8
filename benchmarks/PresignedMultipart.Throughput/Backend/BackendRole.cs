using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore;
using PresignedMultipart.Throughput.Clients;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Backend;

/// <summary>The back end's process: both ways in, one policy that allows everything, and URLs signed for the endpoint.</summary>
internal static class BackendRole
{
    public const string Name = "backend";
    public const string PresignedPath = "uploads";
    public const string ProxyPath = "proxy";

    public static int Run(ReadOnlySpan<string> arguments) => RunAsync(new Uri(arguments[0])).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Uri storage)
    {
        using var bytes = new SocketBytes();
        await using WebApplication app = Build(storage);
        await app.StartAsync();
        ServerProcess.Serve(new Uri(app.Urls.Single()).Port, () =>
        {
            long socketBytes = bytes.Read();
            return new BackendCounts(Environment.CpuUsage.TotalTime, socketBytes, ProcessMemory.Of("self").PeakBytes).ToString();
        });
        return 0;
    }

    private static WebApplication Build(Uri storage)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port: 0));

        // Output is for the counts, and keys would stay in the home directory.
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddPresignedMultipart()
            .AddProvider(_ => OurClient.SigningFor(storage))
            .AddUploadEndpoints()
            .AddUploadPolicy(request => UploadDecision.Allow(request.ToTarget(ClientTask.Bucket, request.Target.Key), S3Limits.MaxObjectSize));

        WebApplication app = builder.Build();
        app.MapPresignedMultipart($"/{PresignedPath}");
        app.MapUploadProxy($"/{ProxyPath}");
        return app;
    }
}
