using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>Where an upload stands when a session takes it up.</summary>
/// <param name="Upload">The upload.</param>
/// <param name="Plan">How it was cut when it was begun.</param>
/// <param name="StartedAt">When it was begun, by this or another machine's clock.</param>
/// <param name="Found">The parts that the storage has, by number; whether the source still has their bytes is to be seen.</param>
/// <param name="IsVanished">Whether the storage knows the upload no more, so that it was completed or is lost.</param>
internal sealed record ResumePoint(MultipartUpload Upload, PartPlan Plan, DateTimeOffset StartedAt, IReadOnlyDictionary<int, PartReceipt> Found, bool IsVanished = false)
{
    public static IReadOnlyDictionary<int, PartReceipt> Nothing { get; } = new Dictionary<int, PartReceipt>();

    /// <summary>Whether no log has the upload yet.</summary>
    public bool IsNew { get; private init; }

    /// <summary>An upload that was just created.</summary>
    public static ResumePoint New(MultipartUpload upload, PartPlan plan, DateTimeOffset startedAt) => new(upload, plan, startedAt, Nothing) { IsNew = true };
}
