namespace PresignedMultipart;

/// <summary>What the storage said of the sum that was computed of the bytes sent. A sum that differs is never among these: it fails the upload.</summary>
public enum ChecksumConfirmation
{
    /// <summary>Nothing. It may know no checksums, or none of this kind; it did not say that it compared, and it may not have.</summary>
    None,

    /// <summary>It took every part with its sum signed into the URL, without repeating it. S3 refuses a part that does not fit; some stores do not look.</summary>
    PartsAccepted,

    /// <summary>It answered the same sum for every part.</summary>
    EachPart,

    /// <summary>It answered the same sum for the whole object.</summary>
    WholeObject,
}
