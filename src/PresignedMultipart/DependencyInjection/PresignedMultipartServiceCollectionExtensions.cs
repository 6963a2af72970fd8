using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PresignedMultipart;
using PresignedMultipart.Parts;
using PresignedMultipart.Transfer;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers uploaders in a host.</summary>
public static class PresignedMultipartServiceCollectionExtensions
{
    /// <summary>Registers the default uploader as <see cref="IMultipartUploader"/>. Its options are checked when the host starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>A builder, to add the provider that signs.</returns>
    public static IPresignedMultipartBuilder AddPresignedMultipart(this IServiceCollection services, Action<MultipartUploadOptions>? configure = null) =>
        AddPresignedMultipart(services, Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named uploader, for programs that use several storages: <see cref="IMultipartUploader"/> keyed by the name
    /// (<c>[FromKeyedServices("name")]</c>), with options of that name. They are checked when the host starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The uploader's name; empty for the default one.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>A builder, to add the provider that signs.</returns>
    public static IPresignedMultipartBuilder AddPresignedMultipart(this IServiceCollection services, string name, Action<MultipartUploadOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);

        services.AddOptions<MultipartUploadOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MultipartUploadOptions>, MultipartUploadOptionsValidator>());

        services.AddSingleton(new UploaderName(name));
        services.TryAddSingleton(static provider => SharedMemory(provider));

        string clientName = $"{nameof(PresignedMultipart)}:{name}";
        IHttpClientBuilder client = services.AddHttpClient(clientName)
            .UseSocketsHttpHandler((handler, provider) => StorageHttpHandler.Configure(
                handler,
                provider.GetRequiredService<IOptionsMonitor<MultipartUploadOptions>>().Get(name),
                provider.GetService<TimeProvider>() ?? TimeProvider.System))
            // The handler renews its own connections; rotating it would only drop warm ones.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's loggers would log signed URLs.
            .RemoveAllLoggers()
            // What a host adds to every client (retries, time limits) must not stand between a worker and the storage.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear());

        if (name.Length == 0)
        {
            services.TryAddSingleton<IMultipartUploader>(provider => Create(provider, provider.GetService<IPresignedUrlProvider>()));
        }
        else
        {
            services.TryAddKeyedSingleton<IMultipartUploader>(name, (provider, _) => Create(provider, provider.GetKeyedService<IPresignedUrlProvider>(name)));
        }

        return new PresignedMultipartBuilder(name, services, client);

        MultipartUploader Create(IServiceProvider provider, IPresignedUrlProvider? signer) => new(
            signer ?? throw new InvalidOperationException(
                $"The {(name.Length == 0 ? "default uploader" : $"uploader '{name}'")} has no provider to sign for it. Add one after {nameof(AddPresignedMultipart)}, for example with AddS3Provider or {nameof(IPresignedMultipartBuilder.AddProvider)}."),
            provider.GetRequiredService<IOptionsMonitor<MultipartUploadOptions>>().Get(name),
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(clientName),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<MemoryBudget>());
    }

    /// <summary>One memory for all uploaders of the container, as small as the most modest of them asks for.</summary>
    private static MemoryBudget SharedMemory(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<MultipartUploadOptions>>();
        long limit = provider.GetServices<UploaderName>().Min(uploader => options.Get(uploader.Name).MemoryLimit);
        return new MemoryBudget(limit, provider.GetService<TimeProvider>() ?? TimeProvider.System);
    }
}
