using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Hosting;

/// <summary>The web server around the pipeline: one listener on loopback, and nothing of what a web application brings along.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Counter _connections;

    private KestrelHost(WebApplication application, Counter connections, Uri endpoint)
    {
        _application = application;
        _connections = connections;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public int ConnectionCount => Volatile.Read(ref _connections.Value);

    public static async Task<KestrelHost> StartAsync(ServerSettings settings, RequestPipeline pipeline, CancellationToken cancellationToken)
    {
        var connections = new Counter();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(settings.LoggerFactory);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, QuietLifetime>());
        builder.WebHost.UseKestrelCore();
        if (settings.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, settings, connections));

        WebApplication application = builder.Build();
        application.Run(pipeline.HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        string address = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new KestrelHost(application, connections, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        // A cancelled token cuts the connections off instead of waiting for them to become idle.
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, ServerSettings settings, Counter connections)
    {
        kestrel.AddServerHeader = false;

        // 5 GiB parts over slow lines are legitimate, and the pipeline has S3's own limit.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        // A key of 1024 bytes, percent-encoded, with a session token in the query.
        kestrel.Limits.MaxRequestLineSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Listen(IPAddress.Loopback, settings.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new ConnectionNumber(Interlocked.Increment(ref connections.Value)));
                return next(connection);
            });
            if (settings.Certificate is { } certificate)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });
            }
        });
    }

    private sealed class Counter
    {
        public int Value;
    }
}
