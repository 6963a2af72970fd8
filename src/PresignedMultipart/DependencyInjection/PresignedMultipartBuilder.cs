using PresignedMultipart;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The default uploader is an ordinary service, a named one a keyed service.</summary>
internal sealed record PresignedMultipartBuilder(string Name, IServiceCollection Services, IHttpClientBuilder HttpClient) : IPresignedMultipartBuilder
{
    public IPresignedMultipartBuilder AddProvider(Func<IServiceProvider, IPresignedUrlProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Name.Length == 0)
        {
            Services.AddSingleton(factory);
        }
        else
        {
            Services.AddKeyedSingleton(Name, (services, _) => factory(services));
        }

        return this;
    }

    public IPresignedMultipartBuilder AddJournal(Func<IServiceProvider, IUploadJournal> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddOptions<MultipartUploadOptions>(Name).Configure<IServiceProvider>((options, services) => options.Journal = factory(services));
        return this;
    }
}
