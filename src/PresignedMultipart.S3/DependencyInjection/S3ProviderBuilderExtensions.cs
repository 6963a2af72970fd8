using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PresignedMultipart;
using PresignedMultipart.S3;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an uploader of the host sign with credentials of its own.</summary>
public static class S3ProviderBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="S3PresignedUrlProvider"/> as the uploader's provider, and as a service of its own type, keyed by the uploader's name
    /// unless that is the default one. The options are checked when the host starts.
    /// </summary>
    /// <param name="builder">The uploader.</param>
    /// <param name="configure">
    /// Sets options; to take them from configuration, <c>options => section.Bind(options)</c>. <see langword="null"/> takes region and
    /// credentials from the environment or profile.
    /// </param>
    /// <returns>The same builder.</returns>
    public static IPresignedMultipartBuilder AddS3Provider(this IPresignedMultipartBuilder builder, Action<S3ProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        string name = builder.Name;
        builder.Services.AddOptions<S3ProviderOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3ProviderOptions>, S3ProviderOptionsValidator>());

        if (name.Length == 0)
        {
            builder.Services.TryAddSingleton(Create);
            builder.Services.TryAddSingleton<IIncompleteUploads>(services => services.GetRequiredService<S3PresignedUrlProvider>());
            return builder.AddProvider(services => services.GetRequiredService<S3PresignedUrlProvider>());
        }

        builder.Services.TryAddKeyedSingleton(name, (services, _) => Create(services));
        builder.Services.TryAddKeyedSingleton<IIncompleteUploads>(name, (services, _) => services.GetRequiredKeyedService<S3PresignedUrlProvider>(name));
        return builder.AddProvider(services => services.GetRequiredKeyedService<S3PresignedUrlProvider>(name));

        S3PresignedUrlProvider Create(IServiceProvider services) => new(
            services.GetRequiredService<IOptionsMonitor<S3ProviderOptions>>().Get(name),
            services.GetService<TimeProvider>());
    }
}
