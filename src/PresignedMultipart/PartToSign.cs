namespace PresignedMultipart;

/// <summary>A part for which a URL is wanted.</summary>
/// <param name="PartNumber">1 to 10,000.</param>
/// <param name="Length">The part's length in bytes. A provider may bind it into the signature, so that no other length is accepted.</param>
/// <param name="Checksum">
/// The sum of the part's bytes, to bind into the signature and to name among the URL's headers, so that the storage takes no other bytes;
/// <see langword="null"/> when it is not known beforehand. Only for providers with <see cref="PresignedUrlProviderCapabilities.Checksums"/>.
/// </param>
public readonly record struct PartToSign(int PartNumber, long Length, Checksum? Checksum = null);
