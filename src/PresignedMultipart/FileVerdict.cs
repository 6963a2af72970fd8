namespace PresignedMultipart;

/// <summary>Whether a file and an object are the same.</summary>
public enum FileVerdict
{
    /// <summary>They have the same sum.</summary>
    Same,

    /// <summary>They have different lengths or sums.</summary>
    Different,

    /// <summary>It cannot be told: the storage keeps no sum, or one that depends on how the object was cut, which it does not say.</summary>
    Unknown,
}
