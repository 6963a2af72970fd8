using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>What tags may be: docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html.</summary>
internal static class TagRules
{
    /// <exception cref="S3Error">There are too many tags, or one is too long or there twice.</exception>
    public static IReadOnlyDictionary<string, string> Check(IEnumerable<(string Key, string Value)> tags)
    {
        var checkedTags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in tags)
        {
            if (key.Length is 0 or > 128)
            {
                throw S3Errors.InvalidTag("The TagKey you have provided is invalid").With("TagKey", key);
            }

            if (value.Length > 256)
            {
                throw S3Errors.InvalidTag("The TagValue you have provided is invalid").With("TagValue", value);
            }

            if (!checkedTags.TryAdd(key, value))
            {
                throw S3Errors.InvalidTag("Cannot provide multiple Tags with the same key").With("TagKey", key);
            }
        }

        return checkedTags.Count <= S3Limits.MaximumTags
            ? checkedTags
            : throw new S3Error(400, "BadRequest", "Object tags cannot be greater than 10");
    }
}
