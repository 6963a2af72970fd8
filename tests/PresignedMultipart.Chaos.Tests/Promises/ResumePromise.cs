using System.Net;
using System.Security.Cryptography;
using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>With a journal, what the storage has is not sent again, and what fails or is cancelled is there to be gone on with.</summary>
internal static class ResumePromise
{
    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        if (!evidence.Scenario.HasJournal)
        {
            return [];
        }

        return [.. OfWhatWasThere(evidence), .. OfTheEnd(evidence), .. OfTheJournal(evidence)];
    }

    private static IEnumerable<string> OfWhatWasThere(Evidence evidence)
    {
        int[] stored = StoredParts(evidence);
        int[] again = [.. evidence.PartsSentTo(evidence.Before.Journal.UploadId).Where(stored.Contains).Distinct().Order()];
        if (again.Length > 0)
        {
            yield return $"the journal had the parts {string.Join(", ", stored)} and so had the storage, and {string.Join(", ", again)} were sent again";
        }

        if (stored.Length > 0 && evidence.Of(S3Operation.CreateMultipartUpload).Any() && !IsSaidToBeGone(evidence))
        {
            yield return $"it began anew, although the parts {string.Join(", ", stored)} were there";
        }

        if (evidence.Result is { UploadId: not null } result)
        {
            int[] sent = [.. evidence.PartsSentTo(result.UploadId)];
            long found = Enumerable.Range(1, result.PartCount).Except(sent).Sum(part => (long)Slice(evidence, part, result.PartSize).Length);
            if (result.BytesResumed != found)
            {
                yield return $"it says that it found {result.BytesResumed} bytes, and it found {found}";
            }
        }
    }

    private static IEnumerable<string> OfTheEnd(Evidence evidence)
    {
        if (evidence.Result is not null)
        {
            if (evidence.Journal.UploadId is not null)
            {
                yield return "it succeeded, and the journal still has it";
            }

            yield break;
        }

        string? sentTo = evidence.Sent is [.., var last] ? last.UploadId : null;
        if (evidence.Failure is UploadException failure)
        {
            // What the journal still has of an upload that is gone is found out by the next call.
            bool isThere = evidence.Journal.UploadId is { } kept && (failure.CanResume ? kept == (failure.UploadId ?? kept) : evidence.OpenUploads.Any(open => open.UploadId == kept));
            if (failure.CanResume != isThere)
            {
                yield return $"it says that it can{(failure.CanResume ? "" : "not")} be resumed, and the journal has {evidence.Journal.UploadId ?? "nothing"}: {failure}";
            }

            if (!failure.CanResume && failure.UploadId is not null && !evidence.Call.IsAborted && !IsRefusedForGood(failure))
            {
                yield return $"it failed, and cannot be resumed: {failure}";
            }
        }
        else if (!evidence.Call.IsAborted && sentTo is not null && evidence.NewUploadIds.All(created => created == sentTo)
            // Cancelled when its completion had been refused for good.
            && !evidence.Of(S3Operation.CompleteMultipartUpload).Any(request => request.StatusCode is >= 400 and < 500) && evidence.Journal.UploadId != sentTo)
        {
            yield return $"it was sending to {sentTo}, and the journal has {evidence.Journal.UploadId ?? "nothing"}: {evidence.Failure}";
        }

        if (evidence.Call.IsAborted && evidence.WasAborted == true && evidence.Journal.UploadId is not null)
        {
            yield return "it was aborted, and the journal still has it";
        }
    }

    private static IEnumerable<string> OfTheJournal(Evidence evidence)
    {
        if (evidence.Journal.UploadId is not { } kept || IsSaidToBeGone(evidence) || evidence.Scenario.ServerFaults.Any(fault => fault.Effect == ServerEffect.WrongETag))
        {
            yield break;
        }

        // One that was sent again with other bytes may have arrived when nobody listened any more.
        int[] sent = [.. evidence.PartsSentTo(kept)];
        bool mayBeComplete = evidence.Of(S3Operation.CompleteMultipartUpload).Any();
        S3TestMultipartUpload? open = evidence.OpenUploads.FirstOrDefault(upload => upload.UploadId == kept);
        if (open is null ? !mayBeComplete && evidence.Before.OpenUploads.Concat(evidence.OpenUploads).Any(upload => upload.UploadId == kept)
            : evidence.Journal.Parts.Any(part => !sent.Contains(part.Key) && !open.Parts.Any(there => there.Number == part.Key && there.ETag.Trim('"') == part.Value)))
        {
            yield return $"the journal has the parts {string.Join(", ", evidence.Journal.Parts.Keys.Order())}, and the storage {(open is null ? "no such upload" : string.Join(", ", open.Parts.Select(part => part.Number)))}";
        }

        if (evidence.Before.Journal.UploadId == kept && evidence.Before.Journal.Parts.Keys.Except(evidence.Journal.Parts.Keys).Any())
        {
            yield return "the journal has lost parts";
        }
    }

    /// <summary>The parts that the journal had and the storage had, of the bytes that the source has now.</summary>
    private static int[] StoredParts(Evidence evidence)
    {
        JournalState journal = evidence.Before.Journal;
        S3TestMultipartUpload? open = evidence.Before.OpenUploads.FirstOrDefault(upload => upload.UploadId == journal.UploadId);
        return open is null || journal.Length != evidence.Content.Length ? [] :
        [
            .. from part in open.Parts
               let etag = part.ETag.Trim('"')
               where journal.Parts.GetValueOrDefault(part.Number) == etag && etag == MD5Of(Slice(evidence, part.Number, evidence.Scenario.PartSize))
               select part.Number,
        ];
    }

    private static ReadOnlyMemory<byte> Slice(Evidence evidence, int part, long partSize)
    {
        int at = (int)Math.Min((part - 1) * partSize, evidence.Content.Length);
        return evidence.Content.Slice(at, (int)Math.Min(partSize, evidence.Content.Length - at));
    }

    // As S3 makes the ETag of a part that is not encrypted.
#pragma warning disable CA5351
    private static string MD5Of(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes.Span));
#pragma warning restore CA5351

    private static bool IsSaidToBeGone(Evidence evidence) =>
        evidence.Requests.Any(request => request.StatusCode == 404 || request.ErrorCode == "NoSuchUpload") || evidence.SignerFaults.Any(fault => fault.Effect == SignerEffect.AbortsBefore);

    /// <summary>What the storage will not complete for a reason of its own, and what it damaged, is not worth keeping.</summary>
    private static bool IsRefusedForGood(UploadException failure) =>
        failure.Outcome == UploadOutcome.Damaged
        || failure is { PartNumber: null, Outcome: UploadOutcome.NotCompleted, StatusCode: < HttpStatusCode.InternalServerError and not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) };
}
