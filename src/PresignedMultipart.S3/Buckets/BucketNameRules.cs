using System.Net;

namespace PresignedMultipart.S3.Buckets;

/// <summary>
/// The naming rules of general purpose buckets.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"/>.
/// </summary>
internal static class BucketNameRules
{
    private const int MinLength = 3;
    private const int MaxLength = 63;

    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] ReservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    public static void Check(string bucket)
    {
        if (FindProblem(bucket) is { } problem)
        {
            throw new ArgumentException(
                $"The bucket name '{bucket}' {problem} A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens, for example my-uploads-2026.", nameof(bucket));
        }
    }

    private static string? FindProblem(string bucket)
    {
        if (string.IsNullOrWhiteSpace(bucket))
        {
            return "is empty.";
        }

        if (bucket.Length is < MinLength or > MaxLength)
        {
            return $"is {bucket.Length} characters long.";
        }

        if (bucket.FirstOrDefault(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-')) is var wrong and not '\0')
        {
            return char.IsAsciiLetterUpper(wrong) ? "has an upper-case letter in it." : $"has the character '{wrong}' in it.";
        }

        if (!char.IsAsciiLetterOrDigit(bucket[0]) || !char.IsAsciiLetterOrDigit(bucket[^1]))
        {
            return "does not begin and end with a letter or a digit.";
        }

        if (bucket.Contains("..", StringComparison.Ordinal))
        {
            return "has two dots in a row.";
        }

        if (bucket.Count(c => c == '.') == 3 && IPAddress.TryParse(bucket, out _))
        {
            return "has the form of an IP address.";
        }

        if (Array.Find(ReservedPrefixes, prefix => bucket.StartsWith(prefix, StringComparison.Ordinal)) is { } reserved)
        {
            return $"begins with '{reserved}', which S3 keeps for itself.";
        }

        return Array.Find(ReservedSuffixes, suffix => bucket.EndsWith(suffix, StringComparison.Ordinal)) is { } ending
            ? $"ends with '{ending}', which S3 keeps for other kinds of buckets and access points."
            : null;
    }
}
