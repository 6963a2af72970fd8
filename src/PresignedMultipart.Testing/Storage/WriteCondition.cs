using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Storage;

/// <summary>What must hold of the object that a write replaces.</summary>
/// <param name="IfMatch">The ETag it must have.</param>
/// <param name="IfNoneMatch">Whether there must be none.</param>
/// <remarks>docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html. Uploads in progress do not count as objects.</remarks>
internal readonly record struct WriteCondition(string? IfMatch, bool IfNoneMatch)
{
    public void ThrowIfBroken(string key, StoredObject? existing)
    {
        if (IfNoneMatch && existing is not null)
        {
            throw S3Errors.PreconditionFailed("If-None-Match");
        }

        if (IfMatch is null)
        {
            return;
        }

        if (existing is null)
        {
            throw S3Errors.NoSuchKey(key);
        }

        if (!EntityTag.AreEqual(IfMatch, existing.ETag))
        {
            throw S3Errors.PreconditionFailed("If-Match");
        }
    }
}
