namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>What the source does that it ought not to.</summary>
public enum SourceFault
{
    None,

    /// <summary>Throws in mid-read.</summary>
    Throws,

    /// <summary>Throws an <see cref="OperationCanceledException"/> that nobody asked for.</summary>
    ThrowsForeignCancellation,

    /// <summary>Ends before its declared length.</summary>
    EndsEarly,

    /// <summary>Goes on after its declared length.</summary>
    GoesOn,

    /// <summary>Gives nothing for three seconds, deaf to its token.</summary>
    FallsAsleep,

    /// <summary>Gives nothing any more until it is cancelled.</summary>
    Stalls,

    /// <summary>A file that is cut short when it is sent.</summary>
    IsTruncated,

    /// <summary>A file that grows when it is sent.</summary>
    Grows,

    /// <summary>A file whose bytes are replaced by others when it is sent.</summary>
    IsRewritten,

    /// <summary>A file whose name is deleted when it is sent: nothing that an open file minds.</summary>
    IsUnlinked,
}
