using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>Progress never goes back, never contradicts itself, and ends at 100 % exactly when the upload succeeds.</summary>
internal static class ProgressPromise
{
    public static IEnumerable<string> FindBroken(Evidence evidence)
    {
        UploadProgress before = default;
        // As UploadProgress says: it begins at nothing where the storage turns out to have lost what was to be gone on with, and goes back by the parts that it lost.
        bool mayBeginAnew = evidence.Before.Journal.UploadId is not null && evidence.Of(S3Operation.CreateMultipartUpload).Any();
        bool mayLoseParts = evidence.Of(S3Operation.CompleteMultipartUpload).Any(request => request.ErrorCode == "InvalidPart");
        foreach (UploadProgress now in evidence.Progress)
        {
            if (now.BytesSent < before.BytesSent || now.BytesAcknowledged < before.BytesAcknowledged || now.BytesResent < before.BytesResent || now.PartsAcknowledged < before.PartsAcknowledged)
            {
                if (mayBeginAnew && now.BytesResumed == 0)
                {
                    mayBeginAnew = false;
                }
                else if (now.BytesResent < before.BytesResent || !mayLoseParts)
                {
                    yield return $"progress went back from {before} to {now}";
                }
            }

            if (now.BytesAcknowledged > now.BytesSent || now.BytesSent > now.TotalBytes || now.PartsAcknowledged > now.PartCount || now.Percent is < 0 or > 100)
            {
                yield return $"progress contradicts itself: {now}";
            }

            if (before.IsCompleted)
            {
                yield return $"progress went on after the end: {now}";
            }

            before = now;
        }

        if (before.IsCompleted != (evidence.Result is not null))
        {
            yield return $"its last progress {(before.IsCompleted ? "is" : "is not")} the completed one";
        }

        if (evidence.Result is not null && (before.Percent != 100 || before.BytesAcknowledged != evidence.Content.Length || before.PartsAcknowledged != evidence.Result.PartCount))
        {
            yield return $"it succeeded with the last progress {before}";
        }

        if (evidence.HasProgressOverlapped)
        {
            yield return "two reports of progress came at once";
        }
    }
}
