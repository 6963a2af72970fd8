using PresignedMultipart.Remote;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>An uploader whose provider asks the back end, as alice unless another user is named.</summary>
internal sealed class RemoteRig : IDisposable
{
    private readonly Client _client;
    private readonly RemotePresignedUrlProvider _provider;

    public RemoteRig(BackEnd backEnd, BackendContract contract, MultipartUploadOptions? options = null, string user = "alice")
    {
        _client = backEnd.ClientOf(user);
        _provider = new RemotePresignedUrlProvider(_client.Http, new RemoteProviderOptions
        {
            Contract = contract,
            BaseAddress = new Uri(backEnd.Address, contract switch
            {
                BackendContract.Native => "/native",
                BackendContract.Classic => "/classic",
                _ => "/companion",
            }),
        });
        Uploader = new MultipartUploader(_provider, options);
    }

    public MultipartUploader Uploader { get; }

    public void Dispose()
    {
        Uploader.Dispose();
        _provider.Dispose();
        _client.Dispose();
    }
}
