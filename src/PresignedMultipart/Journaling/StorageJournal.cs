using System.Runtime.CompilerServices;

namespace PresignedMultipart.Journaling;

/// <summary>What a journal has of one storage. Another one's uploads may wait beside, of objects of the same name; they are nobody's business here.</summary>
/// <param name="journal">The journal of all of them.</param>
/// <param name="storage">The storage, <see cref="IPresignedUrlProvider.Storage"/>.</param>
internal sealed class StorageJournal(IUploadJournal journal, string? storage)
{
    public string? Storage => storage;

    /// <summary>The name of an object's log.</summary>
    public string NameOf(UploadTarget target) => UploadRecord.NameOf(storage, target);

    /// <summary>The name of an upload's own log, for one that cannot be resumed.</summary>
    public string NameOf(MultipartUpload upload) => UploadRecord.NameOf(storage, upload);

    /// <inheritdoc cref="IUploadJournal.OpenAsync"/>
    public Task<IUploadLog> OpenAsync(string name, CancellationToken cancellationToken) => journal.OpenAsync(name, cancellationToken);

    /// <inheritdoc cref="UploadRecord.ReadAllAsync"/>
    public async IAsyncEnumerable<UploadRecord> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UploadRecord record in UploadRecord.ReadAllAsync(journal, cancellationToken).ConfigureAwait(false))
        {
            if (record.Storage == storage)
            {
                yield return record;
            }
        }
    }
}
