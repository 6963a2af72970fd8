using Microsoft.Extensions.Logging;
using PresignedMultipart.Journaling;

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
    /// <summary>What the journal has of the provider's storage; <see langword="null"/> without one.</summary>
    public StorageJournal? Journal { get; } = Options.Journal is { } journal ? new StorageJournal(journal, Provider.Storage) : null;

    public CleanUps CleanUps { get; } = new(Time);
}
