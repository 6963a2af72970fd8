namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>How the caller ends the upload. A further one is a case here, a branch in <see cref="ScenarioGenerator"/>, one in ScenarioRun and what it promises in Promise.</summary>
public enum Ending
{
    /// <summary>It is waited for.</summary>
    RunToEnd,

    /// <summary>The token is cancelled at the drawn step.</summary>
    Cancel,

    /// <summary>What was opened is disposed of: the stream that is written to before it is completed, else the uploader at the drawn step.</summary>
    Dispose,
}
