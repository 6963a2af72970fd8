namespace PresignedMultipart.Integration.Tests;

/// <param name="Result">What the uploader says.</param>
/// <param name="Added">The numbers of the parts that were sent to the upload that was interrupted.</param>
/// <param name="SentAnew">The numbers of the parts that were sent to another one.</param>
internal sealed record ResumedUpload(UploadResult Result, int[] Added, int[] SentAnew);
