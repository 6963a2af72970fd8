using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Where the URLs come from that parts are sent to.</summary>
internal interface IPartUrls
{
    /// <summary>The storage's clock, by which URLs that were signed early are told.</summary>
    StorageClock Clock { get; }

    /// <summary>A URL for the part that was never given out before.</summary>
    ValueTask<PresignedUrl> TakeAsync(Part part, Checksum? checksum, CancellationToken cancellationToken);
}
