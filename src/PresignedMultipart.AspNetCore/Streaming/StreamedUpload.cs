using Microsoft.AspNetCore.Http;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Uploads;

namespace PresignedMultipart.AspNetCore.Streaming;

/// <summary>
/// Passes bytes from a connection on to the storage, through the uploader and within its memory: never a file, never the whole. When the
/// caller goes away, or sends more than it may, the upload is aborted.
/// </summary>
internal sealed class StreamedUpload(HttpContext context, EndpointScope scope)
{
    /// <summary>Uploads what comes.</summary>
    /// <param name="target">The object, as the policy decided.</param>
    /// <param name="maxLength">How long it may become.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="length">How many they are, if that is known.</param>
    public async Task<UploadResult> ReceiveAsync(UploadTarget target, long maxLength, Stream content, long? length)
    {
        var bounded = new BoundedStream(content, maxLength, () => Refusal.TooLarge($"The object is longer than the {maxLength} bytes that this caller may upload there."));
        IUploadPolicy policy = scope.PolicyOf(context);
        string? subject = policy.GetSubject(context);
        UploadResult result;
        try
        {
            result = await scope.UploaderOf(context)
                .UploadAsync(UploadSource.FromStream(bounded, length), target, progress: null, context.RequestAborted).ConfigureAwait(false);
        }
        catch (ArgumentException broken)
        {
            throw Refusal.BadObject(broken);
        }

        var stored = new StoredObject { ETag = result.ETag, Length = result.Length, VersionId = result.VersionId, Checksum = result.Checksum };
        await policy.OnCompletedAsync(new FinishedUpload(context, result.Bucket, result.Key, subject, stored), CancellationToken.None).ConfigureAwait(false);
        return result;
    }
}
