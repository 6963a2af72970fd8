using Microsoft.Extensions.Caching.StackExchangeRedis;
using PresignedMultipart.S3;

namespace PresignedMultipart.Survival.Tests;

/// <summary>A worker of a fleet, which uploads a file with a journal in the Redis that all of them share.</summary>
internal static class FleetWorker
{
    public static async Task<int> Main(string[] arguments)
    {
        (string endpoint, string redis, string file, string bucket, string key) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        using var cache = new RedisCache(new RedisCacheOptions { Configuration = redis });
        using var provider = new S3PresignedUrlProvider(new S3ProviderOptions { Endpoint = new Uri(endpoint), Region = Environment.GetEnvironmentVariable("AWS_REGION") });
        using var uploader = new MultipartUploader(provider, new MultipartUploadOptions
        {
            Journal = new DistributedCacheUploadJournal(cache),
            PartSize = 5 << 20,
            MaxConcurrency = 2,
            AdaptiveConcurrency = false,
        });
        UploadResult result = await uploader.UploadFileAsync(file, new UploadTarget(bucket, key));
        Console.WriteLine($"resumed {result.BytesResumed}");
        return 0;
    }
}
