namespace PresignedMultipart;

/// <summary>
/// Uploads files and memory through pre-signed URLs: a single PUT when the object is small, parallel parts otherwise. Safe to use from
/// several threads; uploads run independently of each other.
/// </summary>
public interface IMultipartUploader
{
    /// <summary>
    /// Uploads a file. No part of it is ever held in memory: each worker reads through one block of 256 KiB.
    /// </summary>
    /// <param name="path">The file. It must not be written to meanwhile. Pipes, devices and files without a length, as in /proc, are refused.</param>
    /// <param name="target">Where it goes and what the storage keeps with it.</param>
    /// <param name="progress">
    /// Told how far the upload is, at most once every <see cref="MultipartUploadOptions.ProgressInterval"/>, never by two threads at
    /// once, and a last time when the object stands. What it throws is logged and ignored.
    /// </param>
    /// <param name="cancellationToken">Stops the upload and aborts it, so that no part stays behind.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="ArgumentException">The file does not fit the options' part size, or the target cannot be signed. Nothing was sent.</exception>
    /// <exception cref="IOException">The file is missing, in use, or none that can be cut: a directory, a pipe, a device. Nothing was sent.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read. Nothing was sent.</exception>
    /// <exception cref="UploadException">The upload failed for good. It was aborted unless <see cref="UploadException.LeftParts"/> says otherwise.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The upload was aborted; cancelled at its very end, the object may stand all the same.</exception>
    Task<UploadResult> UploadFileAsync(string path, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Uploads bytes that are in memory, without copying them.</summary>
    /// <param name="content">The object's bytes. They must not change meanwhile.</param>
    /// <param name="target">Where they go and what the storage keeps with them.</param>
    /// <param name="progress">Told how far the upload is, as for <see cref="UploadFileAsync"/>.</param>
    /// <param name="cancellationToken">Stops the upload and aborts it, so that no part stays behind.</param>
    /// <returns>What the storage acknowledged.</returns>
    /// <exception cref="ArgumentException">The target cannot be signed. Nothing was sent.</exception>
    /// <exception cref="UploadException">The upload failed for good. It was aborted unless <see cref="UploadException.LeftParts"/> says otherwise.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The upload was aborted; cancelled at its very end, the object may stand all the same.</exception>
    Task<UploadResult> UploadAsync(ReadOnlyMemory<byte> content, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default);
}
