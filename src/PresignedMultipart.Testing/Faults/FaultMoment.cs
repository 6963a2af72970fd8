namespace PresignedMultipart.Testing.Faults;

/// <summary>The moments of a request at which a fault can strike.</summary>
internal enum FaultMoment
{
    /// <summary>The headers have been read, and nothing else.</summary>
    BeforeBody,

    /// <summary>Some of the body has been read.</summary>
    WithinBody,

    /// <summary>All of the body has been read, and it had no effect.</summary>
    AfterBody,

    /// <summary>The operation has taken effect, and its answer has not been sent.</summary>
    AfterEffect,
}
