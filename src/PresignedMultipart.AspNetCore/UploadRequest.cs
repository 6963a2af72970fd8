using Microsoft.AspNetCore.Http;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore;

/// <summary>An upload that a caller asks for.</summary>
public sealed class UploadRequest
{
    internal UploadRequest(HttpContext httpContext, TargetDescription wish, long? length)
    {
        HttpContext = httpContext;
        Target = wish;
        Length = length;
    }

    /// <summary>The request, with the user that the host authenticated.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The object as the caller wishes it: bucket and key (often just a file's name), type, metadata. It may be anything.</summary>
    public TargetDescription Target { get; }

    /// <summary>
    /// The object's length in bytes; <see langword="null"/> when the caller does not know it, or its protocol does not say it. What is
    /// declared is held to: an upload that grows longer is refused and aborted.
    /// </summary>
    public long? Length { get; }

    /// <summary>
    /// Makes a target under a bucket and key of your choice, with the caller's wishes for what readers get with the object: type, disposition,
    /// encoding, language, caching, metadata. ACL, storage class, encryption and tags cost money or open doors, so they are not taken over.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key. It is no path: <c>../</c> in it means nothing to the storage, but may to whoever serves it.</param>
    public UploadTarget ToTarget(string bucket, string key)
    {
        try
        {
            return new UploadTarget(bucket, key)
            {
                ContentType = Target.ContentType,
                ContentDisposition = Target.ContentDisposition,
                ContentEncoding = Target.ContentEncoding,
                ContentLanguage = Target.ContentLanguage,
                CacheControl = Target.CacheControl,
                Metadata = Target.Metadata ?? new Dictionary<string, string>(),
                FailIfExists = Target.FailIfExists,
            };
        }
        catch (ArgumentException broken)
        {
            throw Refusal.BadObject(broken);
        }
    }
}
