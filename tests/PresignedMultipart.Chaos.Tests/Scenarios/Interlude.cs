namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>What happens between two calls for the same upload.</summary>
public enum Interlude
{
    Nothing,

    /// <summary>A byte of the source becomes another one; its length and time stay.</summary>
    ByteChanged,

    /// <summary>The source becomes longer.</summary>
    Grown,

    /// <summary>The storage loses the upload with all its parts.</summary>
    UploadLost,

    /// <summary>The end of the log's last line is lost, as by a power cut.</summary>
    LineTorn,
}
