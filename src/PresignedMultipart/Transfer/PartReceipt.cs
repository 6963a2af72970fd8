namespace PresignedMultipart.Transfer;

/// <summary>What the storage answered for a PUT: of a part, or of a whole object, which may have a version.</summary>
/// <remarks>A class: for a struct the runtime compiles tasks, async builders and queries anew when a program starts.</remarks>
/// <param name="Part">The part, with the sum of its bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="VersionId">The object's version.</param>
/// <param name="IsChecksumSigned">Whether the URL bound the bytes to that sum.</param>
/// <param name="IsChecksumConfirmed">Whether the storage answered the same sum.</param>
internal sealed record PartReceipt(CompletedPart Part, long Length, string? VersionId, bool IsChecksumSigned, bool IsChecksumConfirmed);
