using PresignedMultipart;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Goes on configuring an uploader that <c>AddPresignedMultipart</c> registered.</summary>
public interface IPresignedMultipartBuilder
{
    /// <summary>The uploader's name: the key of its services and the name of its options; empty for the default uploader.</summary>
    string Name { get; }

    /// <summary>The services that it is registered in.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The HTTP client that sends the parts, for a proxy or a private certificate authority
    /// (<c>HttpClient.UseSocketsHttpHandler((handler, _) => …)</c> adds to what is set already). Add no handler that retries or adds
    /// headers: the uploader retries with a new URL, and a header that is not signed is refused.
    /// </summary>
    IHttpClientBuilder HttpClient { get; }

    /// <summary>Registers the provider that signs for this uploader, as a singleton; the last one wins.</summary>
    /// <param name="factory">Makes the provider.</param>
    IPresignedMultipartBuilder AddProvider(Func<IServiceProvider, IPresignedUrlProvider> factory);

    /// <summary>Sets the journal that this uploader's uploads survive the process by, <see cref="MultipartUploadOptions.Journal"/>; the last one wins.</summary>
    /// <param name="factory">Makes the journal, a <see cref="FileUploadJournal"/> for example, or a <see cref="DistributedCacheUploadJournal"/> of the host's cache.</param>
    IPresignedMultipartBuilder AddJournal(Func<IServiceProvider, IUploadJournal> factory);
}
