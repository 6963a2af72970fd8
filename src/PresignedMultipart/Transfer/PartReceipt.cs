namespace PresignedMultipart.Transfer;

/// <summary>What the storage answered for a PUT: of a part, or of a whole object, which may have a version.</summary>
internal readonly record struct PartReceipt(CompletedPart Part, string? VersionId);
