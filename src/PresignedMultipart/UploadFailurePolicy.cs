namespace PresignedMultipart;

/// <summary>What a failed upload means for the others that are made with it.</summary>
public enum UploadFailurePolicy
{
    /// <summary>The others go on; each result says what became of its upload.</summary>
    Continue,

    /// <summary>Those that run are stopped and aborted, and no further one is begun. Objects that stand already stay.</summary>
    Stop,
}
