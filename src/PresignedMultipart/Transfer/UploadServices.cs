using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>What all uploads of an uploader share.</summary>
internal sealed record UploadServices(
    StrictProvider Provider,
    HttpMessageInvoker Http,
    Bandwidth? Bandwidth,
    MultipartUploadOptions Options,
    TransferGate Gate,
    TimeProvider Time,
    ILogger Logger)
{
    public CleanUps CleanUps { get; } = new(Time);
}
