using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>The URLs of an object that is put as a whole: one for each attempt, when it begins, because there is nothing to sign ahead.</summary>
internal sealed class ObjectUrls(StrictProvider provider, UploadTarget target, TimeProvider time) : IPartUrls
{
    private UploadTarget? _chosen;

    /// <summary>What the last URL writes: the provider may choose another key than it was asked for.</summary>
    public UploadTarget Target => _chosen ?? target;

    public StorageClock Clock { get; } = new(time);

    public async ValueTask<PresignedUrl> TakeAsync(Part part, Checksum? checksum, CancellationToken cancellationToken)
    {
        PresignedUrl url = await provider.PresignPutObjectAsync(target, part.Length, checksum, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        _chosen = url.Target;
        return url;
    }
}
