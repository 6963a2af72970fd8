namespace PresignedMultipart.S3.Signing;

/// <summary>What can be a header's value and still have its signature match.</summary>
internal static class HeaderValue
{
    public static bool IsPlain(string value) =>
        value.All(c => c is >= ' ' and <= '~') && !value.StartsWith(' ') && !value.EndsWith(' ');

    public static string Check(string property, string value) =>
        IsPlain(value)
            ? value
            : throw new ArgumentException(
                $"The {property} has characters that a header cannot carry: control characters, characters outside ASCII, or a space at an end. " +
                (property == nameof(UploadTarget.ContentDisposition)
                    ? "Write such a file name as filename*=UTF-8''… (RFC 8187)."
                    : "Set it in printable ASCII."),
                property);
}
