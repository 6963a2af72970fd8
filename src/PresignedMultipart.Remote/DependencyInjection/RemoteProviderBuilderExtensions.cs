using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PresignedMultipart.Remote;
using PresignedMultipart.Remote.Calls;
using PresignedMultipart.Remote.Resilience;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an uploader of the host ask a back end to sign.</summary>
public static class RemoteProviderBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="RemotePresignedUrlProvider"/> as the uploader's provider, and as a service of its own type, keyed by the uploader's
    /// name unless that is the default one. The options are checked when the host starts.
    /// </summary>
    /// <param name="builder">The uploader.</param>
    /// <param name="configure">Sets options; to take them from configuration, <c>options => section.Bind(options)</c>.</param>
    /// <returns>
    /// The HTTP client that calls the back end, to add what proves who calls: a handler added to it runs for each try. Its calls are repeated
    /// and limited in time already, and not logged, because some contracts have upload ids in their URLs.
    /// </returns>
    public static IHttpClientBuilder AddRemoteProvider(this IPresignedMultipartBuilder builder, Action<RemoteProviderOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        string name = builder.Name;
        string client = $"{nameof(PresignedMultipart)}.{nameof(PresignedMultipart.Remote)}:{name}";
        IServiceCollection services = builder.Services;
        services.AddOptions<RemoteProviderOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RemoteProviderOptions>, RemoteProviderOptionsValidator>());
        if (services.Any(service => service.ServiceType == typeof(BackendResilience) && Equals(service.ServiceKey, client)))
        {
            // Called again, to set more options: the client has its handlers, and a second pair would repeat the repetitions.
            return services.AddHttpClient(client);
        }

        services.AddKeyedSingleton(client, (provider, _) => new BackendResilience(
            Options(provider),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<ILoggerFactory>()?.CreateLogger<RemotePresignedUrlProvider>() ?? NullLogger<RemotePresignedUrlProvider>.Instance));

        if (name.Length == 0)
        {
            services.TryAddSingleton(Create);
            builder.AddProvider(provider => provider.GetRequiredService<RemotePresignedUrlProvider>());
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => Create(provider));
            builder.AddProvider(provider => provider.GetRequiredKeyedService<RemotePresignedUrlProvider>(name));
        }

        IHttpClientBuilder http = services.AddHttpClient(client)
            .ConfigureHttpClient(each => each.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => BackendHttpHandler.Configure(handler))
            .RemoveAllLoggers();
        return BackendResilience.AddTo(http, provider => provider.GetRequiredKeyedService<BackendResilience>(client));

        RemoteProviderOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<RemoteProviderOptions>>().Get(name);

        RemotePresignedUrlProvider Create(IServiceProvider provider)
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return new RemotePresignedUrlProvider(() => factory.CreateClient(client), Options(provider));
        }
    }
}
