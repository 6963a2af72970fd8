using System.Diagnostics.CodeAnalysis;

namespace PresignedMultipart;

/// <summary>What became of one of many uploads: a <see cref="Result"/> or a <see cref="Failure"/>.</summary>
public sealed class UploadItemResult
{
    internal UploadItemResult(UploadItem item, UploadResult? result, Exception? failure)
    {
        Item = item;
        Result = result;
        Failure = failure;
    }

    /// <summary>The upload.</summary>
    public UploadItem Item { get; }

    /// <summary>What the storage acknowledged; <see langword="null"/> when the upload failed.</summary>
    public UploadResult? Result { get; }

    /// <summary>
    /// Why it failed, as the single upload would have thrown it; an <see cref="OperationCanceledException"/> when it was stopped because
    /// another had failed. <see langword="null"/> when it succeeded.
    /// </summary>
    public Exception? Failure { get; }

    /// <summary>Whether the object stands in the storage.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Result is not null;
}
