namespace PresignedMultipart;

/// <summary>
/// Uploads files, memory and streams through pre-signed URLs: a single PUT when the object is small, parallel parts otherwise. Safe to
/// use from several threads; uploads run independently of each other, within one memory (<see cref="MultipartUploadOptions.MemoryLimit"/>).
/// </summary>
public interface IMultipartUploader
{
    /// <summary>
    /// Uploads a file. No part of it is ever held in memory: each part that is sent is read through one block of 128 KiB.
    /// </summary>
    /// <param name="path">The file. It must not be written to meanwhile. Pipes, devices and files without a length, as in /proc, are refused.</param>
    /// <param name="target">Where it goes and what the storage keeps with it.</param>
    /// <param name="progress">
    /// Told how far the upload is, at most once every <see cref="MultipartUploadOptions.ProgressInterval"/>, never by two threads at
    /// once, and a last time when the object stands. What it throws is logged and ignored.
    /// </param>
    /// <param name="cancellationToken">Stops the upload and aborts it, so that no part stays behind; with a <see cref="MultipartUploadOptions.Journal"/> it is kept to be resumed.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="ArgumentException">The file does not fit the options' part size, or the target cannot be signed. Nothing was sent.</exception>
    /// <exception cref="IOException">
    /// The file is missing, in use, or none that can be cut: a directory, a pipe, a device; or the journal cannot be written, or another
    /// upload of the same object has it. Nothing was sent.
    /// </exception>
    /// <exception cref="InvalidDataException">A later version of the library wrote the journal's log of this object. Nothing was sent.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read. Nothing was sent.</exception>
    /// <exception cref="UploadException">The upload failed for good. It was aborted unless <see cref="UploadException.LeftParts"/> says otherwise.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The upload was aborted; where that failed, the inner exception is an <see cref="UploadException"/> that says so. Cancelled at its very end, the object may stand all the same.</exception>
    Task<UploadResult> UploadFileAsync(string path, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Uploads bytes that are in memory, without copying them.</summary>
    /// <param name="content">The object's bytes. They must not change meanwhile.</param>
    /// <param name="target">Where they go and what the storage keeps with them.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload and aborts it, so that no part stays behind; with a <see cref="MultipartUploadOptions.Journal"/> it is kept to be resumed.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="ArgumentException">The target cannot be signed. Nothing was sent.</exception>
    /// <exception cref="UploadException">The upload failed for good. It was aborted unless <see cref="UploadException.LeftParts"/> says otherwise.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The upload was aborted; where that failed, the inner exception is an <see cref="UploadException"/> that says so. Cancelled at its very end, the object may stand all the same.</exception>
    Task<UploadResult> UploadAsync(ReadOnlyMemory<byte> content, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Uploads from any source: a stream that cannot seek, a pipe, chunks; of known length or unknown.</summary>
    /// <param name="source">The object's bytes. An empty source makes an empty object.</param>
    /// <param name="target">Where they go and what the storage keeps with them.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload and aborts it, so that no part stays behind; with a <see cref="MultipartUploadOptions.Journal"/> it is kept to be resumed.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="ArgumentException">The source does not fit the options' part size or memory, or the target cannot be signed. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">The source's bytes come once, and it was uploaded before.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UploadException">
    /// The upload failed for good, or the source did: its exception is the inner one. It was aborted unless
    /// <see cref="UploadException.LeftParts"/> says otherwise.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The upload was aborted; where that failed, the inner exception is an <see cref="UploadException"/> that says so.</exception>
    Task<UploadResult> UploadAsync(UploadSource source, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Goes on with a file's upload that waits in the journal, with the target, the part size and the kind of sum that it was begun with:
    /// parts that the storage has are read and compared with their sums, and the others sent.
    /// </summary>
    /// <param name="upload">The upload, from <see cref="UploadJournalExtensions.ListUploadsAsync"/>.</param>
    /// <param name="path">The file, where it lies elsewhere by now; <see langword="null"/>, the default, for the path that the journal has.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload, which is kept.</param>
    /// <returns>What the storage acknowledged; <see cref="UploadResult.BytesResumed"/> tells how much of it was there.</returns>
    /// <exception cref="ArgumentException">The upload cannot be resumed: it was given up, had no file, is in another storage than the provider's, or takes a customer's key, which no journal keeps.</exception>
    /// <exception cref="InvalidOperationException">The uploader has no <see cref="MultipartUploadOptions.Journal"/>.</exception>
    /// <exception cref="IOException">The file cannot be read, or another process is busy with the upload.</exception>
    /// <exception cref="UploadException">The upload failed; <see cref="UploadException.CanResume"/> tells whether it is worth another call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<UploadResult> ResumeFileAsync(JournaledUpload upload, string? path = null, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Starts an upload that can be paused.</summary>
    /// <param name="source">The object's bytes.</param>
    /// <param name="target">Where they go and what the storage keeps with them.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload: with a journal it is kept, otherwise aborted.</param>
    UploadHandle StartUpload(UploadSource source, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Gives up what the journal has for a target: aborts it in the storage, and forgets it.</summary>
    /// <param name="target">The target; its bucket and key matter.</param>
    /// <param name="cancellationToken">Cancels the wait for the log. The abort has its own limit, <see cref="MultipartUploadOptions.AbortTimeout"/>.</param>
    /// <returns>Whether there was an upload and it is gone. One that the storage refused to abort stays in the journal.</returns>
    /// <exception cref="InvalidOperationException">The uploader has no <see cref="MultipartUploadOptions.Journal"/>.</exception>
    /// <exception cref="IOException">Somebody is busy with the upload.</exception>
    /// <exception cref="InvalidDataException">A later version of the library wrote it down; it is left as it is.</exception>
    Task<bool> DiscardAsync(UploadTarget target, CancellationToken cancellationToken = default);

    /// <summary>
    /// Aborts uploads that were begun long ago and neither completed nor aborted, so that their parts cost nothing any more: those that
    /// the storage lists, where the provider can (<see cref="IIncompleteUploads"/>), and those that the journal has of the provider's storage. An upload that
    /// somebody still means to resume begins anew then.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="olderThan">How long ago they were begun, at least. Longer than any upload takes: one that is going on fails.</param>
    /// <param name="dryRun">Only tells what would be aborted.</param>
    /// <param name="keyPrefix">Only uploads of keys that begin with this; empty, the default, for all.</param>
    /// <param name="cancellationToken">Stops between two uploads.</param>
    /// <returns>What was found, and whether it is gone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="NotSupportedException">The provider cannot list uploads, and there is no journal.</exception>
    /// <exception cref="PresignedUrlProviderException">The storage did not list its uploads.</exception>
    Task<IReadOnlyList<SweptUpload>> SweepAsync(string bucket, TimeSpan olderThan, bool dryRun = false, string keyPrefix = "", CancellationToken cancellationToken = default);

    /// <summary>Opens a stream into an object, for a program that produces the bytes itself: an archive, a dump, an export.</summary>
    /// <param name="target">Where the bytes go and what the storage keeps with them.</param>
    /// <param name="length">How many bytes will be written, where that is known, as for <see cref="UploadSource.FromStream"/>.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload, as long as it lasts, and aborts it.</param>
    /// <returns>The stream. Nothing was sent yet; complete it, or dispose it to abort.</returns>
    /// <exception cref="ArgumentException">The length does not fit the options' part size or memory. Nothing was sent.</exception>
    Task<UploadStream> OpenWriteAsync(UploadTarget target, long? length = null, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads many objects, several at a time, with as many requests on the way as one upload has
    /// (<see cref="MultipartUploadOptions.MaxConcurrency"/> at most). The next item is asked for when there is room for it.
    /// </summary>
    /// <param name="items">What goes where, also as it is found.</param>
    /// <param name="options">How many together, and what a failure means; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Told how far all of them are, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops all uploads and aborts those that run.</param>
    /// <returns>What became of each upload that was begun, in the order of the items.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. Objects that stood already stay. Where uploads could not be aborted, the inner exception is an <see cref="AggregateException"/> with an <see cref="UploadException"/> for each.</exception>
    /// <remarks>What the enumeration of the items throws stops all uploads and is thrown; what an upload throws is in its result.</remarks>
    Task<IReadOnlyList<UploadItemResult>> UploadManyAsync(
        IAsyncEnumerable<UploadItem> items,
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="UploadManyAsync(IAsyncEnumerable{UploadItem}, UploadManyOptions?, IProgress{UploadManyProgress}?, CancellationToken)"/>
    Task<IReadOnlyList<UploadItemResult>> UploadManyAsync(
        IEnumerable<UploadItem> items,
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads all files of a directory and of those below it. A file's key is the prefix and its path below the directory with
    /// slashes. Links to files are followed, links to directories are not; empty directories leave no trace.
    /// </summary>
    /// <param name="directory">The directory. Files in it must not be written to meanwhile.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="keyPrefix">What all keys begin with, for example <c>"backup/"</c>: taken as it is. Default: empty.</param>
    /// <param name="options">How many together, and what a failure means; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Told how far all of them are, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops all uploads and aborts those that run.</param>
    /// <returns>What became of each upload that was begun, in the order in which the files were found.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="ArgumentException">The path of a file makes no key: it is too long, or not well-formed. All uploads were stopped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. Objects that stood already stay. Where uploads could not be aborted, the inner exception is an <see cref="AggregateException"/> with an <see cref="UploadException"/> for each.</exception>
    Task<IReadOnlyList<UploadItemResult>> UploadDirectoryAsync(
        string directory,
        string bucket,
        string keyPrefix = "",
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
