using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>Nothing is left: in the storage, in memory, on the network.</summary>
internal static class RemainsPromise
{
    // As in CompletionCoordinator: so often an abort is tried.
    private const int MaxAborts = 6;

    // Of LastModified, to seconds, and of the time of the upload.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(45);

    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        foreach (S3TestMultipartUpload open in evidence.OpenUploads.Where(open => !IsOfOthers(evidence, open) && !IsKept(evidence, open)))
        {
            if (evidence.UploadIds.Contains(open.UploadId))
            {
                if (evidence.Result is { } result && result.UploadId == open.UploadId)
                {
                    if (LooksCompleted(evidence, open))
                    {
                        continue;
                    }

                    yield return $"it succeeded, and its upload is still open";
                }
                else if (!MayFailToAbort(evidence) && !WasSaidToBeGone(evidence, open))
                {
                    yield return "its upload was left, and nothing kept it from being aborted";
                }
                else if (evidence.Failure is UploadException { LeftParts: false } left && left.UploadId == open.UploadId && !WasSaidToBeGone(evidence, open))
                {
                    yield return "its upload was left, and it does not say so";
                }
                else if (evidence.Scenario.HasJournal && !evidence.Journal.Abandoned.Contains(open.UploadId) && !WasSaidToBeGone(evidence, open))
                {
                    yield return "its upload was left, and the journal does not remember it";
                }
            }
            else if (!evidence.Of(S3Operation.CreateMultipartUpload).Any(Evidence.IsDisturbed) && !evidence.HasSignerFault(SignerCall.Create))
            {
                yield return "an upload was left whose creation nothing disturbed";
            }
        }

        if (evidence.Failure is UploadException { LeftParts: true, CanResume: false } && !MayFailToAbort(evidence))
        {
            yield return "it says that it left parts, and nothing kept it from aborting";
        }

        if (evidence.MemoryRented != 0 || !evidence.IsMemoryWhole)
        {
            yield return $"it holds {evidence.MemoryRented} bytes of memory{(evidence.IsMemoryWhole ? "" : ", and not all can be had")}";
        }

        if (!evidence.IsGateWhole)
        {
            yield return "its requests have not all left the gate, or some left it twice";
        }

        if (evidence.OpenConnections != 0)
        {
            yield return $"{evidence.OpenConnections} connections stay open after it was disposed of";
        }

        if (evidence.MostConnections > evidence.Scenario.MaxConcurrency)
        {
            yield return $"it had {evidence.MostConnections} connections for {evidence.Scenario.MaxConcurrency} requests";
        }

        // A creation that takes its time is waited for behind a caller who does not wait any more, and aborted.
        if (evidence.SignerCalls.Later > evidence.SignerCalls.AtEnd && !evidence.Scenario.MayEndBeforeCreation(evidence.Call))
        {
            yield return $"it went on calling the provider when it had ended: {evidence.SignerCalls.Later - evidence.SignerCalls.AtEnd} times";
        }

        if (!evidence.IsPipeCompleted)
        {
            yield return "it did not complete the reader of the pipe";
        }

        if (evidence.TimeToEnd > LongestEnd)
        {
            yield return $"it took {evidence.TimeToEnd} to end when it was asked to";
        }
    }

    /// <summary>Whether an earlier call left it, and was judged for that.</summary>
    private static bool IsOfOthers(Evidence evidence, S3TestMultipartUpload open) =>
        open.UploadId != evidence.Before.Journal.UploadId && evidence.Before.OpenUploads.Any(before => before.UploadId == open.UploadId);

    /// <summary>Whether it is there to be gone on with.</summary>
    private static bool IsKept(Evidence evidence, S3TestMultipartUpload open) =>
        evidence.Result is null && open.UploadId == evidence.Journal.UploadId;

    /// <summary>
    /// An object of the same bytes, made by an earlier call in the second in which the upload was begun, cannot be told from what a gateway
    /// that was killed in mid-completion leaves: to complete it once more would do harm there.
    /// </summary>
    private static bool LooksCompleted(Evidence evidence, S3TestMultipartUpload open) =>
        evidence.Before.ObjectBytes is { } before && evidence.Content.Span.SequenceEqual(before)
        && evidence.Object is { } stored && stored.LastModified > open.InitiatedAt - Rounding
        && evidence.Of(S3Operation.HeadObject).Any() && !evidence.Of(S3Operation.CompleteMultipartUpload).Any();

    /// <summary>
    /// A refusal of the abort with 404 says that the upload is gone, and the list of its parts does not contradict it. Of one that was to be gone
    /// on with, any such refusal says so.
    /// </summary>
    private static bool WasSaidToBeGone(Evidence evidence, S3TestMultipartUpload open) =>
        (open.UploadId == evidence.Before.Journal.UploadId && evidence.Requests.Any(request => request.UploadId == open.UploadId && request is { StatusCode: 404, Faults.Count: > 0 }))
        || WasAbortSaidToBeDone(evidence, open);

    private static bool WasAbortSaidToBeDone(Evidence evidence, S3TestMultipartUpload open) =>
        evidence.Of(S3Operation.AbortMultipartUpload).Any(request => request.StatusCode == 404)
        && (open.Parts.Count == 0 || !evidence.Scenario.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts) || evidence.Of(S3Operation.ListParts).Any(request => request.Faults.Count > 0));

    private static bool MayFailToAbort(Evidence evidence)
    {
        // What may have been completed is looked for first: to abort it would do harm.
        S3TestRequest[] disturbed = [.. evidence.Of(S3Operation.AbortMultipartUpload, S3Operation.ListParts, S3Operation.HeadObject, S3Operation.HeadBucket).Where(Evidence.IsDisturbed)];
        return !evidence.Scenario.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Abort)
            || disturbed.Length >= MaxAborts
            || evidence.Of(S3Operation.AbortMultipartUpload, S3Operation.ListParts).Any(request => request.StatusCode is 403 or 501)
            || disturbed.Any(request => evidence.Scenario.ServerFaults.Any(fault => fault.Operation == request.Operation && fault.Effect is ServerEffect.StallForGood or ServerEffect.HoldAnswerForGood))
            || (evidence.HasSignerFault(SignerCall.Abort, SignerCall.ListParts, SignerCall.Head) && evidence.SignerFaults.Count + disturbed.Length >= MaxAborts)
            || evidence.SignerFaults.Any(fault => fault.Call is SignerCall.Abort or SignerCall.ListParts or SignerCall.Head && fault.Effect == SignerEffect.Refuses);
    }
}
