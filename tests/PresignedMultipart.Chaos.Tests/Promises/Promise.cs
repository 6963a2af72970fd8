namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>Everything that an upload promises, whatever it meets.</summary>
internal static class Promise
{
    /// <summary>What was not kept, a sentence each.</summary>
    public static IEnumerable<string> FindBroken(Evidence evidence) =>
    [
        .. OutcomePromise.FindBroken(evidence),
        .. FailurePromise.FindBroken(evidence),
        .. RemainsPromise.FindBroken(evidence),
        .. ProgressPromise.FindBroken(evidence),
        .. PausePromise.FindBroken(evidence),
        .. ResumePromise.FindBroken(evidence),
        .. SecretPromise.FindBroken(evidence),
    ];
}
