using System.Globalization;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>One call for the upload: with a journal there are several, until it is completed.</summary>
internal sealed record UploadCall(Ending Ending, int EndingStep)
{
    public Interlude Before { get; init; }

    /// <summary>Which byte changes, or how much of a line is lost.</summary>
    public int BeforeAt { get; init; }

    /// <summary>Whether another uploader makes the call, as after a restart.</summary>
    public bool IsRestarted { get; init; }

    /// <summary>Whether all faults are over.</summary>
    public bool IsCalm { get; init; }

    public TimeSpan PauseLength { get; init; }

    /// <summary>Whether the caller means the upload to stop before its end.</summary>
    public bool IsStopped => Ending is not (Ending.RunToEnd or Ending.Pause);

    /// <summary>Whether nothing is to be left, also of what a journal could keep.</summary>
    public bool IsAborted => Ending is Ending.Abort or Ending.PauseThenAbort;

    /// <summary>Whether it takes an <see cref="UploadHandle"/>.</summary>
    public bool NeedsHandle => Ending is Ending.Abort or Ending.Pause or Ending.PauseThenCancel or Ending.PauseThenAbort;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Before == Interlude.Nothing ? "" : $"{Before} at {BeforeAt}, ")}{(IsRestarted ? "restarted, " : "")}{(IsCalm ? "calm, " : "")}{Ending}{(Ending == Ending.RunToEnd ? "" : $" at step {EndingStep}")}{(PauseLength > TimeSpan.Zero ? $" for {PauseLength}" : "")}");
}
