using System.Runtime.CompilerServices;
using PresignedMultipart.Journaling;

namespace PresignedMultipart;

/// <summary>Looks into journals.</summary>
public static class UploadJournalExtensions
{
    /// <summary>
    /// Lists the uploads that wait in a journal, of all storages (<see cref="JournaledUpload.Storage"/>); not those that somebody is busy
    /// with, nor those that a later version of the library wrote down.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="NotSupportedException">The journal cannot be listed.</exception>
    public static async IAsyncEnumerable<JournaledUpload> ListUploadsAsync(this IUploadJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(journal);
        await foreach (UploadRecord record in UploadRecord.ReadAllAsync(journal, cancellationToken).ConfigureAwait(false))
        {
            yield return record.ToView();
        }
    }
}
