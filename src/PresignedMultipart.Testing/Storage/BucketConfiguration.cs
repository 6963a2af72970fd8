namespace PresignedMultipart.Testing.Storage;

/// <summary>A configuration as it was put, to be given back unchanged, and the rules in it that the server follows.</summary>
/// <param name="Xml">The document.</param>
/// <param name="Rules">The rules.</param>
internal sealed record BucketConfiguration<TRule>(byte[] Xml, IReadOnlyList<TRule> Rules);
