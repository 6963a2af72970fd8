namespace PresignedMultipart;

/// <summary>What is known of the object after a failed upload.</summary>
public enum UploadOutcome
{
    /// <summary>The upload did not make the object; what stood under the key before still stands there.</summary>
    NotCompleted,

    /// <summary>The storage did not say whether it made the object, and it could not be found out.</summary>
    Unknown,

    /// <summary>The storage made the object, but its own sum of it is not that of the bytes sent. Delete the object, or upload it again.</summary>
    Damaged,
}
