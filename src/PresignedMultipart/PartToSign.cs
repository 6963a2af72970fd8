namespace PresignedMultipart;

/// <summary>A part for which a URL is wanted.</summary>
/// <param name="PartNumber">1 to 10,000.</param>
/// <param name="Length">The part's length in bytes. A provider may bind it into the signature, so that no other length is accepted.</param>
public readonly record struct PartToSign(int PartNumber, long Length);
