using System.Text.RegularExpressions;

namespace PresignedMultipart.S3.Buckets;

/// <summary>
/// The parts of AWS that share neither accounts nor bucket names.
/// Source: <see href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html"/>.
/// </summary>
internal static partial class AwsPartition
{
    public const string Aws = "aws";
    public const string China = "aws-cn";
    public const string GovCloud = "aws-us-gov";

    /// <summary>The other partitions; no public host name tells them apart.</summary>
    public const string Isolated = "isolated or sovereign";

    public static string OfRegion(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? China
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? GovCloud
        : region.Contains("-iso", StringComparison.Ordinal) || region.StartsWith("eusc-", StringComparison.Ordinal) ? Isolated
        : Aws;

    /// <summary>The partition of one of Amazon's host names; <see langword="null"/> for any other host.</summary>
    public static string? OfHost(string host) =>
        host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase) ? China
        : !host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) ? null
        : host.Contains("us-gov-", StringComparison.OrdinalIgnoreCase) ? GovCloud
        : Aws;

    public static bool IsRegionName(string region) => RegionName().IsMatch(region);

    [GeneratedRegex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionName();
}
