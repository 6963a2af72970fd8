namespace PresignedMultipart.S3.Signing;

/// <summary>
/// Object tags as <c>x-amz-tagging</c>, in the form of a query.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"/>.
/// </summary>
internal static class TagHeader
{
    private const int MaxTags = 10;
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    public static string Of(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > MaxTags)
        {
            throw new ArgumentException($"There are {tags.Count} {nameof(UploadTarget.Tags)}; S3 takes at most {MaxTags} on an object. Leave some out, or use {nameof(UploadTarget.Metadata)}.", nameof(tags));
        }

        foreach ((string key, string value) in tags)
        {
            if (key.Length is 0 or > MaxKeyLength || value.Length > MaxValueLength)
            {
                throw new ArgumentException($"The tag '{key}' has a key of {key.Length} and a value of {value.Length} characters; S3 takes keys of 1 to {MaxKeyLength} and values of up to {MaxValueLength}. Shorten it.", nameof(tags));
            }
        }

        return string.Join('&', tags.Select(tag => $"{Uri.EscapeDataString(tag.Key)}={Uri.EscapeDataString(tag.Value)}"));
    }
}
