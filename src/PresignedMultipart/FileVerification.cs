namespace PresignedMultipart;

/// <summary>The outcome of comparing a file with an object.</summary>
/// <param name="Verdict">Whether they are the same.</param>
/// <param name="Computed">The file's sum; <see langword="null"/> when it was not needed or could not be compared.</param>
/// <param name="Reason">The verdict's reason in a sentence, with both sums or lengths when they differ.</param>
public sealed record FileVerification(FileVerdict Verdict, Checksum? Computed, string Reason);
