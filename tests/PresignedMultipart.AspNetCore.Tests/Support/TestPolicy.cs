using System.Collections.Concurrent;

namespace PresignedMultipart.AspNetCore.Tests.Support;

/// <summary>Lets users write under their own name, text and binaries only, up to a limit; remembers what it heard.</summary>
internal sealed class TestPolicy : IUploadPolicy
{
    public const long DefaultLimit = 100L << 20;

    public long Limit { get; init; } = DefaultLimit;

    /// <summary>What it has objects encrypted with.</summary>
    public ServerSideEncryption? Encryption { get; init; }

    public ConcurrentQueue<FinishedUpload> Completed { get; } = new();

    public ConcurrentQueue<FinishedUpload> Aborted { get; } = new();

    /// <summary>Thrown once by the next completion that is reported.</summary>
    public Exception? FailNextCompletion { get; set; }

    public ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken)
    {
        string user = request.HttpContext.User.Identity?.IsAuthenticated == true ? request.HttpContext.User.Claims.First().Value : "anonymous";
        return ValueTask.FromResult(
            request.Target.Key.StartsWith("private/", StringComparison.Ordinal) ? UploadDecision.Refuse("Nobody uploads there.")
            : request.Target.ContentType is { } type && type.StartsWith("image/", StringComparison.Ordinal) ? UploadDecision.Refuse("No images.", 415)
            : Encryption is not null ? UploadDecision.Allow(new UploadTarget(Storage.Bucket, $"{user}/{request.Target.Key}") { Encryption = Encryption }, Limit)
            : UploadDecision.Allow(request.ToTarget(Storage.Bucket, $"{user}/{request.Target.Key}"), Limit));
    }

    public ValueTask OnCompletedAsync(FinishedUpload upload, CancellationToken cancellationToken)
    {
        if (FailNextCompletion is { } failure)
        {
            FailNextCompletion = null;
            throw failure;
        }

        Completed.Enqueue(upload);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnAbortedAsync(FinishedUpload upload, CancellationToken cancellationToken)
    {
        Aborted.Enqueue(upload);
        return ValueTask.CompletedTask;
    }
}
