namespace PresignedMultipart.Remote;

/// <summary>The words that a back end and its clients speak. <c>docs/backend-contract.md</c> has every message of them.</summary>
public enum BackendContract
{
    /// <summary>The library's own, which PresignedMultipart.AspNetCore answers: everything that an uploader can use, and tickets.</summary>
    Native = 0,

    /// <summary>
    /// The three endpoints start-upload, get-upload-url and complete-upload. Nothing else: no single PUT, no list, no abort, no look at the
    /// object and no checksums, so a failed upload's parts stay until the storage's own clean-up.
    /// </summary>
    Classic,

    /// <summary>The S3 routes of Uppy's Companion: multipart uploads with signing in batches, list and abort. Companion chooses bucket and key.</summary>
    Companion,
}
