using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Objects;

/// <summary>The conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2.</summary>
internal static class ReadConditions
{
    /// <returns>Whether the client has the object already and is to be told so with 304.</returns>
    /// <exception cref="S3Error">The client wants another object than this.</exception>
    public static bool IsUnchanged(S3Call call, StoredObject stored)
    {
        DateTimeOffset modified = S3Time.TruncateToSeconds(stored.LastModified);
        if (call.Header("If-Match") is { } ifMatch)
        {
            if (!Matches(ifMatch, stored))
            {
                throw S3Errors.PreconditionFailed("If-Match");
            }
        }
        else if (S3Time.TryParseHeader(call.Header("If-Unmodified-Since"), out DateTimeOffset unmodifiedSince) && modified > unmodifiedSince)
        {
            throw S3Errors.PreconditionFailed("If-Unmodified-Since");
        }

        return call.Header("If-None-Match") is { } ifNoneMatch
            ? Matches(ifNoneMatch, stored)
            : S3Time.TryParseHeader(call.Header("If-Modified-Since"), out DateTimeOffset modifiedSince) && modified <= modifiedSince;
    }

    private static bool Matches(string header, StoredObject stored) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || EntityTag.AreEqual(tag, stored.ETag));
}
