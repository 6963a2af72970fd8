using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>One mapping of one wire contract: whose services its endpoints use, and what they have in common.</summary>
/// <param name="name">The uploader's name; empty for the default one.</param>
/// <param name="contract">The wire contract, to which tickets are bound.</param>
internal sealed class EndpointScope(string name, string contract)
{
    /// <summary>The services behind one request.</summary>
    /// <exception cref="Refusal">There is no policy.</exception>
    public TicketedUploads UploadsOf(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        return new TicketedUploads(
            context,
            Find<IPresignedUrlProvider>(services) ?? throw Missing("provider", "AddS3Provider"),
            PolicyOf(context),
            new TicketSeal(services.GetRequiredService<IDataProtectionProvider>(), name, contract, time),
            services.GetRequiredService<IOptionsMonitor<UploadEndpointOptions>>().Get(name),
            time,
            LoggerOf(context));
    }

    public IUploadPolicy PolicyOf(HttpContext context) => Find<IUploadPolicy>(context.RequestServices) ?? throw Refusal.NoPolicy();

    public IMultipartUploader UploaderOf(HttpContext context) => Find<IMultipartUploader>(context.RequestServices) ?? throw Missing("uploader", "AddPresignedMultipart");

    public static ILogger LoggerOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IUploadPolicy).Namespace!);

    private T? Find<T>(IServiceProvider services)
        where T : class => name.Length == 0 ? services.GetService<T>() : services.GetKeyedService<T>(name);

    private InvalidOperationException Missing(string what, string cure) =>
        new($"The {(name.Length == 0 ? "default upload endpoints have" : $"upload endpoints '{name}' have")} no {what}. Add one with {cure}.");
}
