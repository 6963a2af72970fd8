using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>A back end on a real Kestrel, before a storage that checks signatures.</summary>
internal sealed class BackEnd : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BackEnd(WebApplication app, RecordingLoggerProvider logs)
    {
        _app = app;
        Logs = logs;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public RecordingLoggerProvider Logs { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="storage">The storage.</param>
    /// <param name="policy">The policy; <see langword="null"/> for none.</param>
    /// <param name="map">Maps endpoints; the native contract under /uploads when <see langword="null"/>.</param>
    /// <param name="configure">Adds to the services.</param>
    /// <param name="keys">Where the key ring is, to share it; otherwise it is in memory alone.</param>
    /// <param name="logLevel">What is recorded of the framework's own logs.</param>
    public static async Task<BackEnd> StartAsync(
        Storage storage,
        TestPolicy? policy,
        Action<IEndpointRouteBuilder>? map = null,
        Action<IPresignedMultipartBuilder>? configure = null,
        string? keys = null,
        LogLevel logLevel = LogLevel.Trace)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var logs = new RecordingLoggerProvider();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft.AspNetCore", logLevel);

        IDataProtectionBuilder protection = builder.Services.AddDataProtection().SetApplicationName("back end of the tests");
        _ = keys is null ? protection.UseEphemeralDataProtectionProvider() : protection.PersistKeysToFileSystem(new DirectoryInfo(keys));

        builder.Services.AddAuthentication(TestUser.Scheme).AddScheme<AuthenticationSchemeOptions, TestUser>(TestUser.Scheme, null);
        builder.Services.AddAuthorization();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(rule => rule.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()));

        IPresignedMultipartBuilder uploads = builder.Services.AddPresignedMultipart().AddS3Provider(storage.Configure).AddUploadEndpoints();
        if (policy is not null)
        {
            builder.Services.AddSingleton<IUploadPolicy>(policy);
        }

        configure?.Invoke(uploads);
        WebApplication app = builder.Build();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        (map ?? (endpoints => endpoints.MapPresignedMultipart()))(app);
        await app.StartAsync();
        return new BackEnd(app, logs);
    }

    public Client ClientOf(string? user = "alice") => new(Address, user);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
