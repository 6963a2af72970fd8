using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>A failure is of the right kind and says the truth about what happened.</summary>
internal static class FailurePromise
{
    private static readonly string[] Passing = [.. ServerRefusal.All.Where(refusal => refusal.Cost == FaultCost.Attempt).Select(refusal => refusal.Code)];

    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        Scenario scenario = evidence.Scenario;
        switch (evidence.Failure)
        {
            case null:
                return [];
            case OperationCanceledException cancelled:
                return !evidence.Call.IsStopped || evidence.Call.Ending == Ending.Dispose || !evidence.WasEnded ? [$"it was not cancelled, and says so: {cancelled}"]
                    : !evidence.Call.IsAborted && cancelled.CancellationToken != evidence.Token ? [$"it was cancelled by another token than the caller's: {cancelled}"]
                    : [];
            case ObjectDisposedException when evidence.Call.Ending == Ending.Dispose && evidence.WasEnded:
                return [];
            case UploadException failure:
                return OfUpload(evidence, failure);
            default:
                return [$"it failed with something else than an UploadException: {evidence.Failure}"];
        }
    }

    private static IEnumerable<string> OfUpload(Evidence evidence, UploadException failure)
    {
        Scenario scenario = evidence.Scenario;
        if (evidence.Call.Ending != Ending.Dispose && evidence.WasEndedBefore && evidence.WasAborted != false)
        {
            yield return $"it was cancelled, and says: {failure}";
        }

        if (failure.Bucket != evidence.Target.Bucket || failure.Key != evidence.Target.Key || (failure.UploadId is { } id && !evidence.UploadIds.Contains(id)))
        {
            yield return $"it names {failure.Bucket}/{failure.Key}, upload {failure.UploadId}";
        }

        if (failure.UploadId is null && evidence.NewUploadIds.Count > 0)
        {
            yield return $"it does not name its upload: {failure.Message}";
        }

        if (failure.RequestId is { } requestId && !evidence.Requests.Any(request => request.RequestId == requestId && (failure.ErrorCode is null || request.ErrorCode is null || failure.ErrorCode == request.ErrorCode)))
        {
            yield return $"it names the request {requestId} with {failure.ErrorCode}, which there was not: {failure.Message}";
        }

        bool isOfPut = failure.PartNumber is not null || (failure.UploadId is null && evidence.Of(S3Operation.PutObject).Any());
        if (isOfPut && failure.InnerException is null && failure.ErrorCode is { } code && Passing.Contains(code)
            && (failure.Attempts < scenario.MaxAttempts || failure.Attempts > scenario.MaxAttempts + Uncounted(evidence)))
        {
            yield return $"it gave up after {failure.Attempts} of {scenario.MaxAttempts} attempts: {failure.Message}";
        }

        int sent = evidence.Of(S3Operation.UploadPart, S3Operation.PutObject).Count(request => failure.PartNumber is null || request.PartNumber == failure.PartNumber);
        if (failure.Attempts > Math.Max(1, sent + scenario.RefusedConnections + evidence.SignerFaults.Count))
        {
            yield return $"it tells of {failure.Attempts} attempts, and {sent} requests came: {failure.Message}";
        }

        if (scenario.SourceFault == SourceFault.Throws && evidence.HasSourceFailed && !evidence.Requests.Any(request => request.Faults.Count > 0) && evidence.SignerFaults.Count == 0
            && !evidence.Call.IsStopped && scenario is { RefusedConnections: 0, FailIfExists: false } && failure.InnerException is not IOException)
        {
            yield return $"the source failed, and it says: {failure}";
        }

        if (failure.Message.Length > 3_000)
        {
            yield return $"its message has {failure.Message.Length} characters";
        }
    }

    /// <summary>How many attempts may not have counted: those that nobody answered while there was an outage, and those whose URL had expired.</summary>
    private static int Uncounted(Evidence evidence) =>
        evidence.Scenario.RefusedConnections + evidence.Of(S3Operation.UploadPart, S3Operation.PutObject).Count(request => request.WasAborted || request.StatusCode == 403 || request.ErrorCode == "ExpiredToken");
}
