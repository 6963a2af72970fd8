namespace PresignedMultipart;

/// <summary>
/// The one who may sign: it creates, completes and aborts uploads, and hands out the URLs through which the bytes go straight to the
/// storage. It never sees a byte of the object.
/// </summary>
/// <remarks>
/// Implementations are called from several threads at once. They retry their own calls where that is safe, and report a refusal as a
/// <see cref="PresignedUrlProviderException"/> with the storage's own code. A method that <see cref="Capabilities"/> does not name
/// throws <see cref="NotSupportedException"/>.
/// </remarks>
public interface IPresignedUrlProvider
{
    /// <summary>What this provider can do. Constant over its life.</summary>
    PresignedUrlProviderCapabilities Capabilities { get; }

    /// <summary>
    /// The storage, or the back end, that the provider is for, for example <c>https://s3.eu-west-1.amazonaws.com</c> or
    /// <c>https://api.example.com/uploads</c>: a journal (<see cref="MultipartUploadOptions.Journal"/>) keeps uploads by it, and those of another
    /// storage are neither resumed nor swept. Providers with the same value go on with each other's uploads, and one that wraps another
    /// passes its value on. Compared character by character; constant over the provider's life; no secret. <see langword="null"/>, the
    /// default, where there is only one.
    /// </summary>
    string? Storage => null;

    /// <summary>Signs one PUT of a whole object. Any HTTP client can use the answer: send the bytes with exactly its headers.</summary>
    /// <param name="target">The object, with all that the storage keeps with it.</param>
    /// <param name="contentLength">
    /// The object's length in bytes, 0 to 5 GiB; a provider may bind it into the signature, so that no other length is accepted.
    /// <see langword="null"/> when it is not known.
    /// </param>
    /// <param name="checksum">
    /// The sum of the object's bytes, to bind into the signature; <see langword="null"/> when it is not known. Only with
    /// <see cref="PresignedUrlProviderCapabilities.Checksums"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The target, the length or the sum is one that the provider cannot sign; the message says why.</exception>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused.</exception>
    Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a multipart upload (<c>CreateMultipartUpload</c>).</summary>
    /// <param name="target">The object, with all that the storage keeps with it.</param>
    /// <param name="objectLength">The object's length in bytes, as far as it is known beforehand; <see langword="null"/> when it is not.</param>
    /// <param name="checksum">
    /// The sum that the storage is asked to keep; whether it does is in the answer (<see cref="MultipartUpload.ChecksumAlgorithm"/>). A CRC is
    /// asked for over the whole object (<c>FULL_OBJECT</c>), a hash over the parts' sums (<c>COMPOSITE</c>). A storage or a provider that
    /// knows none ignores it.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The target is one that the provider cannot sign; the message says why.</exception>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused.</exception>
    Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default);

    /// <summary>Signs PUTs of parts. The answer has one URL a part, in the order asked for.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">The parts; one at a time unless <see cref="PresignedUrlProviderCapabilities.PresignBatch"/> is among the capabilities.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">A part's number, length or sum is none that can be signed; the message says why.</exception>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused.</exception>
    Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default);

    /// <summary>Lists the parts that the storage has, in ascending order (<c>ListParts</c>), all pages of them.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="PresignedUrlProviderException">
    /// The provider or the storage refused; <see cref="PresignedUrlProviderException.IsNoSuchUpload"/> when the upload is gone.
    /// </exception>
    IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default);

    /// <summary>
    /// Joins the parts into the object (<c>CompleteMultipartUpload</c>). S3 may answer 200 and then report an error in the body:
    /// an implementation must read it and throw.
    /// </summary>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">All parts, in ascending order.</param>
    /// <param name="objectLength">The sum of the parts' lengths in bytes, for the storage to check where it can.</param>
    /// <param name="checksum">
    /// The sum of the whole object, for the storage to check; <see langword="null"/> when none was computed or
    /// <see cref="MultipartUpload.ChecksumAlgorithm"/> is <see cref="ChecksumAlgorithm.None"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call. It does not undo a completion that the storage has begun.</param>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused, or the answer was lost.</exception>
    Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the upload and its parts (<c>AbortMultipartUpload</c>). An upload that is gone already is a success.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused.</exception>
    Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks at what stands under the upload's key now (<c>HeadObject</c>): what became of an upload whose completion went unanswered.
    /// <see langword="null"/> when nothing does.
    /// </summary>
    /// <param name="upload">The upload.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PresignedUrlProviderException">The provider or the storage refused.</exception>
    Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default);
}
