namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>While an upload is paused and quiet, no part is on the way and none is begun; an abort that says so has stopped it.</summary>
internal static class PausePromise
{
    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        foreach (Pause pause in evidence.Pauses)
        {
            if (!pause.IsPaused)
            {
                yield return "it went on by itself after it was paused";
            }

            if (pause.OnTheWay > 0 || pause.Sent > 0)
            {
                yield return $"it was paused and said to be quiet, with {pause.OnTheWay} requests on the way and {pause.Sent} more until it went on";
            }
        }

        if (evidence.WasAborted is { } wasAborted && wasAborted != (evidence.Result is null) && (wasAborted || evidence.Failure is OperationCanceledException))
        {
            yield return $"its abort said {wasAborted}, and it ended with {evidence.Failure?.ToString() ?? "the object"}";
        }
    }
}
