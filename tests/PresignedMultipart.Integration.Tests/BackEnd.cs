using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore;
using PresignedMultipart.Remote;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>A host that signs for the storage server, for callers without credentials: the native contract and the classic one.</summary>
internal sealed class BackEnd : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BackEnd(WebApplication app) => _app = app;

    public static async Task<BackEnd> StartAsync(S3ProviderOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddPresignedMultipart()
            .AddProvider(_ => new S3PresignedUrlProvider(options))
            .AddUploadEndpoints()
            .AddUploadPolicy<WhateverIsAsked>();
        WebApplication app = builder.Build();
        app.MapPresignedMultipart();
        app.MapClassicUploadEndpoints("/classic");
        await app.StartAsync();
        return new BackEnd(app);
    }

    /// <summary>A client's provider. The caller disposes it.</summary>
    public RemotePresignedUrlProvider CreateProvider(BackendContract contract) => new(new RemoteProviderOptions
    {
        BaseAddress = new Uri(new Uri(_app.Urls.Single()), contract == BackendContract.Classic ? "/classic" : "/uploads"),
        Contract = contract,
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class WhateverIsAsked : IUploadPolicy
    {
        public ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(UploadDecision.Allow(request.ToTarget(request.Target.Bucket!, request.Target.Key), maxLength: 1L << 30));
    }
}
