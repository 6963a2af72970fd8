using Microsoft.AspNetCore.Http;

namespace PresignedMultipart.AspNetCore;

/// <summary>An upload that has ended.</summary>
public sealed class FinishedUpload
{
    internal FinishedUpload(HttpContext httpContext, string bucket, string key, string? subject, StoredObject? stored)
    {
        HttpContext = httpContext;
        Bucket = bucket;
        Key = key;
        Subject = subject;
        Stored = stored;
    }

    /// <summary>The request that ended it.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>Who uploaded it, as <see cref="IUploadPolicy.GetSubject"/> said; <see langword="null"/> for an anonymous caller.</summary>
    public string? Subject { get; }

    /// <summary>What the storage said of the object, its length included; <see langword="null"/> when the upload was aborted.</summary>
    public StoredObject? Stored { get; }
}
