using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PresignedMultipart;
using PresignedMultipart.AspNetCore;
using PresignedMultipart.AspNetCore.Sweeping;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a host delete what uploads left behind.</summary>
public static class UploadSweeperBuilderExtensions
{
    /// <summary>
    /// Adds a service that aborts uploads which were begun long ago and never completed. A lifecycle rule of the bucket
    /// (<c>AbortIncompleteMultipartUpload</c>) does the same where the storage has it, and needs no host.
    /// </summary>
    /// <param name="builder">The uploader whose provider lists and aborts.</param>
    /// <param name="configure">Names the buckets. The options are checked when the host starts.</param>
    /// <returns>The same builder.</returns>
    public static IPresignedMultipartBuilder AddUploadSweeper(this IPresignedMultipartBuilder builder, Action<UploadSweeperOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        string name = builder.Name;
        builder.Services.AddOptions<UploadSweeperOptions>(name).Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UploadSweeperOptions>, UploadSweeperOptionsValidator>());
        builder.Services.AddSingleton<IHostedService>(services => new UploadSweeper(
            Find<IIncompleteUploads>(services),
            Find<IPresignedUrlProvider>(services),
            services.GetRequiredService<IOptionsMonitor<UploadSweeperOptions>>().Get(name),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IUploadPolicy).Namespace!)));
        return builder;

        T Find<T>(IServiceProvider services)
            where T : class =>
            (name.Length == 0 ? services.GetService<T>() : services.GetKeyedService<T>(name))
                ?? throw new InvalidOperationException($"The upload sweeper has no {typeof(T).Name}. Add a provider that can list incomplete uploads, for example with AddS3Provider.");
    }
}
