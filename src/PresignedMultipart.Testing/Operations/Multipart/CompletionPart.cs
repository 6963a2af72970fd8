using PresignedMultipart.Testing.Checksums;

namespace PresignedMultipart.Testing.Operations.Multipart;

/// <summary>One line of the list of parts that a completion sends.</summary>
/// <param name="Number">The part's number.</param>
/// <param name="ETag">Its ETag, with or without quotes.</param>
/// <param name="Checksums">The checksums that are named for it.</param>
internal sealed record CompletionPart(int Number, string ETag, IReadOnlyDictionary<ChecksumAlgorithm, string> Checksums);
