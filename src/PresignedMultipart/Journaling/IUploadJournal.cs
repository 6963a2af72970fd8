namespace PresignedMultipart;

/// <summary>
/// Keeps what makes an upload survive its process: a log of lines for each upload, to which a line is added with every part that the
/// storage has acknowledged. <see cref="FileUploadJournal"/> keeps them in a directory, <see cref="DistributedCacheUploadJournal"/> where a
/// fleet of workers can reach them; a database is a few lines.
/// </summary>
/// <remarks>
/// An implementation keeps lines and need not understand them. They are JSON without line breaks, and carry no signed URL and no key; of an
/// upload through a back end they carry the ticket (<see cref="MultipartUpload.Ticket"/>), because nothing else could go on with it: keep
/// them where others cannot read. Implementations are called from several threads at once, for different logs.
/// </remarks>
public interface IUploadJournal
{
    /// <summary>Opens an upload's log, empty when there is none yet, and keeps other writers away from it as far as it can.</summary>
    /// <param name="name">The log's name: 32 lower-case hexadecimal digits, made from storage, bucket and key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IOException">Another upload, of this process or another, has it open; or it cannot be read.</exception>
    Task<IUploadLog> OpenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Reads the lines of each log that nobody has open.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="NotSupportedException">This journal finds logs by name only.</exception>
    IAsyncEnumerable<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken = default);
}
