using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Buckets;

namespace PresignedMultipart.S3.Clients;

/// <summary>The address of what a client of the SDK talks to, whatever bucket it talks about.</summary>
internal static class StorageAddress
{
    /// <remarks>No call is made. Amazon's dual-stack and accelerated addresses lead to the same buckets as the region's plain one, so that is taken.</remarks>
    public static string Of(IAmazonS3 s3)
    {
        var endpoint = new Uri(s3.DetermineServiceOperationEndpoint(new ListBucketsRequest()).URL);
        return AwsPartition.OfHost(endpoint.Host) is not null && s3.Config.RegionEndpoint is { } region
            ? $"https://s3.{region.SystemName}.{region.PartitionDnsSuffix}"
            : endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
    }
}
