namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>What is completed or discarded leaves nothing in the journal or the storage, and a sweep gets rid of everything else.</summary>
internal static class AftermathPromise
{
    public static IEnumerable<string> FindBroken(Aftermath after)
    {
        Evidence last = after.LastCall;
        bool canAbort = last.Scenario.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Abort);
        if (after.WasDiscarded is { } wasDiscarded)
        {
            bool wasThere = last.Journal.UploadId is not null;
            if (wasDiscarded != (wasThere && canAbort))
            {
                yield return $"discarding {(wasThere ? "the upload" : "nothing")} said {wasDiscarded}";
            }

            if (wasDiscarded && after.OpenUploads.Any(open => open.UploadId == last.Journal.UploadId))
            {
                yield return "the discarded upload is still open";
            }
        }

        if ((after.WasDiscarded == true || last.Result is not null || last.Call.IsAborted && last.WasAborted == true) && after.Journal.UploadId is not null)
        {
            yield return "the journal still has an upload that is over";
        }

        // Of all the bytes of the object that stands: nobody can tell it from one that Ceph lists after its completion, and would take the object with it.
        string[] spared = last.Result is null ? [] : [.. after.OpenUploads.Where(open => open.Parts.Sum(part => part.Length) == last.Content.Length).Select(open => open.UploadId)];
        foreach (SweptUpload kept in after.Swept.Where(swept => !swept.IsAborted && !spared.Contains(swept.UploadId)))
        {
            yield return $"a sweep that nothing disturbed left {kept.UploadId}";
        }

        foreach (string known in after.Journal.Abandoned.Append(after.Journal.UploadId).OfType<string>())
        {
            if (!after.Swept.Any(swept => swept.UploadId == known))
            {
                yield return $"the sweep did not find {known}, which the journal has";
            }
        }

        int found = after.SweptAgain.Count(swept => !spared.Contains(swept.UploadId));
        int left = after.OpenAtLast.Count(open => !spared.Contains(open.UploadId));
        if (found > 0 || left > 0 || after.JournalAtLast.Texts.Count > 0)
        {
            yield return $"after the sweep, another one finds {found} uploads, the storage has {left} and the journal {after.JournalAtLast.Texts.Count}";
        }
    }
}
