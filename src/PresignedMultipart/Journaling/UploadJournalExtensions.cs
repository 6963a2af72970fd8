using System.Runtime.CompilerServices;
using PresignedMultipart.Journaling;

namespace PresignedMultipart;

/// <summary>Looks into journals.</summary>
public static class UploadJournalExtensions
{
    /// <summary>Lists the uploads that wait in a journal; not those that somebody is busy with.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="NotSupportedException">The journal cannot be listed.</exception>
    public static async IAsyncEnumerable<JournaledUpload> ListUploadsAsync(this IUploadJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(journal);
        await foreach (IReadOnlyList<string> lines in journal.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (UploadRecord.Read(lines) is { } record)
            {
                yield return record.ToView();
            }
        }
    }
}
