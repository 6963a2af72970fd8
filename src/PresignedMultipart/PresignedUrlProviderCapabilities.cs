namespace PresignedMultipart;

/// <summary>What an <see cref="IPresignedUrlProvider"/> can do beyond creating, signing and completing. The uploader copes with what is missing.</summary>
[Flags]
public enum PresignedUrlProviderCapabilities
{
    /// <summary>Create, sign parts one by one, complete: the least there is.</summary>
    None = 0,

    /// <summary>It signs a single PUT. Without it even the smallest object goes as a multipart upload of one part.</summary>
    PutObject = 1,

    /// <summary>It signs several parts in one call. Without it the uploader asks for each part alone.</summary>
    PresignBatch = 2,

    /// <summary>It lists the parts that the storage has.</summary>
    ListParts = 4,

    /// <summary>It aborts an upload. Without it a failed upload's parts stay until the storage's own clean-up.</summary>
    Abort = 8,

    /// <summary>It looks up an object, so that a lost answer to a completion can be resolved.</summary>
    HeadObject = 16,

    /// <summary>
    /// It passes checksums on: the algorithm when it creates an upload, the sum of a part or object into its URL, the sum of the whole to
    /// the completion. Without it the uploader compares what the storage answers for each part, and that is all.
    /// </summary>
    Checksums = 32,

    /// <summary>All of the above.</summary>
    All = PutObject | PresignBatch | ListParts | Abort | HeadObject | Checksums,
}
