namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>How the caller ends an upload. A further one is a case here, a branch in <see cref="CallGenerator"/>, one in CallRun and what it promises in Promise.</summary>
public enum Ending
{
    /// <summary>It is waited for.</summary>
    RunToEnd,

    /// <summary>The token is cancelled at the drawn step.</summary>
    Cancel,

    /// <summary>What was opened is disposed of: the stream that is written to before it is completed, else the uploader at the drawn step.</summary>
    Dispose,

    /// <summary>It is aborted by its handle.</summary>
    Abort,

    /// <summary>It is paused, left alone for the drawn time and gone on with, and so up to three times.</summary>
    Pause,

    /// <summary>It is paused, and then its token is cancelled, as by a program that ends meanwhile.</summary>
    PauseThenCancel,

    /// <summary>It is paused, and then aborted.</summary>
    PauseThenAbort,
}
