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

        foreach (SweptUpload kept in after.Swept.Where(swept => !swept.IsAborted))
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

        if (after.SweptAgain.Count > 0 || after.OpenAtLast.Count > 0 || after.JournalAtLast.Texts.Count > 0)
        {
            yield return $"after the sweep, another one finds {after.SweptAgain.Count} uploads, the storage has {after.OpenAtLast.Count} and the journal {after.JournalAtLast.Texts.Count}";
        }
    }
}
