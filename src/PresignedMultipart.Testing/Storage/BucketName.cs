using System.Net;

namespace PresignedMultipart.Testing.Storage;

/// <summary>The rules of docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html that a name alone can break.</summary>
internal static class BucketName
{
    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !IPAddress.TryParse(name, out _);

    public static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException($"\"{name}\" is not a valid bucket name.", nameof(name));
        }
    }
}
