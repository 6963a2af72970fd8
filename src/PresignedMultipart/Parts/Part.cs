namespace PresignedMultipart.Parts;

/// <summary>A slice of the object. Lengths and offsets are in bytes.</summary>
internal readonly record struct Part(int Number, long Offset, long Length);
