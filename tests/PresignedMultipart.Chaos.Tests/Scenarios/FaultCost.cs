namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>What a fault takes from an upload at most.</summary>
internal enum FaultCost
{
    /// <summary>Time.</summary>
    Nothing,

    /// <summary>One attempt each time.</summary>
    Attempt,

    /// <summary>One new URL each time.</summary>
    Url,

    /// <summary>The upload, or nobody can tell.</summary>
    All,
}
