using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>What the upload says stands in the storage stands there; what it says does not, does not.</summary>
internal static class OutcomePromise
{
    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        Scenario scenario = evidence.Scenario;
        if (scenario.MustSucceed && evidence.Result is null)
        {
            yield return $"nothing was drawn that it does not get over, and it failed: {evidence.Failure}";
        }

        if (evidence.Call.IsCalm && evidence.Result is null && !(scenario.FailIfExists && evidence.Before.ObjectBytes is not null))
        {
            yield return $"nothing disturbed it any more, and it failed: {evidence.Failure}";
        }

        bool isOurs = Stands(evidence, evidence.Content);
        bool isBefore = evidence.Before.ObjectBytes is { } before ? Stands(evidence, before) : evidence.Object is null;
        switch (evidence.Failure)
        {
            case null when evidence.Result is { } result:
                foreach (string broken in OfSuccess(evidence, result, isOurs))
                {
                    yield return broken;
                }

                break;

            case null when scenario.Source != SourceKind.OpenWrite || evidence.Call.Ending != Ending.Dispose:
                yield return "it neither succeeded nor failed";
                break;

            case null or UploadException { Outcome: UploadOutcome.NotCompleted }:
                // Where the storage itself says, as it was drawn to, that no object stands there, nobody can know better.
                if (!isBefore && !evidence.Of(S3Operation.HeadObject).Any(request => request is { StatusCode: 404, Faults.Count: > 0 }))
                {
                    yield return $"it did not complete, and yet {(isOurs ? "the object stands" : $"another object of {evidence.Object?.Length} bytes stands")}: {evidence.Failure?.Message}";
                }

                break;

            case UploadException { Outcome: UploadOutcome.Unknown } unknown:
                if (!MayBeUnknown(evidence))
                {
                    yield return $"nothing kept it from finding out what became of the object, and it calls it unknown: {unknown.Message}";
                }

                break;

            case UploadException { Outcome: UploadOutcome.Damaged } damaged:
                if (!evidence.Requests.Any(request => request.Faults.Count > 0))
                {
                    yield return $"nothing was damaged: {damaged.Message}";
                }

                break;

            default:
                // Cancelled or disposed: the object may have been made at the very end, but never another than it was to be.
                if (!isBefore && !isOurs && !MayBeOther(evidence))
                {
                    yield return $"it ended as {evidence.Failure!.GetType().Name} and left an object of {evidence.Object?.Length.ToString() ?? "no"} bytes that nobody wanted";
                }

                break;
        }
    }

    private static IEnumerable<string> OfSuccess(Evidence evidence, UploadResult result, bool isOurs)
    {
        if (evidence.HasSourceFailed)
        {
            yield return "it succeeded with a source that was not what it was declared to be";
        }

        // Damage that nobody could see: no sum was compared.
        if (!isOurs && !(result.ChecksumConfirmation == ChecksumConfirmation.None && Has(evidence, ServerEffect.CorruptByte)))
        {
            yield return $"it succeeded, and {(evidence.Object is null ? "no object stands" : $"the object of {evidence.Object.Length} bytes is not identical")}";
        }

        if (result.Length != evidence.Content.Length || result.Bucket != evidence.Target.Bucket || result.Key != evidence.Target.Key)
        {
            yield return $"its result tells of {result.Length} bytes at {result.Bucket}/{result.Key}";
        }

        if (result.ETag != evidence.Object?.ETag && !Has(evidence, ServerEffect.WrongETag) && !(result.ETag is null && Has(evidence, ServerEffect.DropETag)))
        {
            yield return $"its ETag is {result.ETag}, and the object's is {evidence.Object?.ETag}";
        }

        if ((result.Checksum is null) != (evidence.Scenario.Checksum == ChecksumAlgorithm.None))
        {
            yield return $"with {evidence.Scenario.Checksum} its sum is {result.Checksum}";
        }
    }

    private static bool Stands(Evidence evidence, ReadOnlyMemory<byte> content) => evidence.ObjectBytes is { } bytes && content.Span.SequenceEqual(bytes);

    private static bool Has(Evidence evidence, ServerEffect effect) => evidence.Scenario.ServerFaults.Any(fault => fault.Effect == effect);

    // A single PUT replaces the object before a sum can be compared.
    private static bool MayBeOther(Evidence evidence) =>
        Has(evidence, ServerEffect.CorruptByte) || (evidence.HasSourceFailed && evidence.Of(S3Operation.PutObject).Any());

    /// <summary>A single PUT has nobody to ask; a completion has the object and the list of parts.</summary>
    private static bool MayBeUnknown(Evidence evidence)
    {
        bool isPut = evidence.Of(S3Operation.PutObject).Any();
        bool isLost = evidence.Of(S3Operation.PutObject, S3Operation.CompleteMultipartUpload).Any(Evidence.IsDisturbed)
            || evidence.HasSignerFault(SignerCall.Complete)
            // An earlier call may have completed it, and is looked after before it is completed again.
            || evidence.Scenario.HasJournal
            || evidence.WasEnded;
        bool cannotLook = !evidence.Scenario.Capabilities.HasFlag(PresignedUrlProviderCapabilities.HeadObject)
            || !evidence.Scenario.Capabilities.HasFlag(PresignedUrlProviderCapabilities.ListParts)
            || evidence.Of(S3Operation.HeadObject, S3Operation.HeadBucket, S3Operation.ListParts).Any(Evidence.IsDisturbed)
            || evidence.HasSignerFault(SignerCall.Head, SignerCall.ListParts)
            // Another object stands there, and the upload is gone.
            || evidence.SignerFaults.Any(fault => fault.Effect == SignerEffect.AbortsBefore);
        return isPut ? isLost || evidence.HasSourceFailed : isLost && cannotLook;
    }
}
