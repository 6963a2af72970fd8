using PresignedMultipart.Remote;
using PresignedMultipart.S3;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Who signs for an uploader: this process, or a back end that is asked over HTTP.</summary>
internal sealed class UrlSigner : IAsyncDisposable
{
    public static readonly string[] Names = ["direct", "native back end", "classic back end"];

    private readonly BackEnd? _backEnd;

    private UrlSigner(IPresignedUrlProvider provider, BackEnd? backEnd) => (Provider, _backEnd) = (provider, backEnd);

    public IPresignedUrlProvider Provider { get; }

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Whose rights it signs with, and for which endpoint.</param>
    public static async Task<UrlSigner> StartAsync(string name, S3ProviderOptions options)
    {
        if (name == "direct")
        {
            return new UrlSigner(new S3PresignedUrlProvider(options), backEnd: null);
        }

        BackEnd backEnd = await BackEnd.StartAsync(options);
        return new UrlSigner(backEnd.CreateProvider(name == "classic back end" ? BackendContract.Classic : BackendContract.Native), backEnd);
    }

    public async ValueTask DisposeAsync()
    {
        ((IDisposable)Provider).Dispose();
        await (_backEnd?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
