using Amazon.Runtime;
using Amazon.S3;
using PresignedMultipart;
using PresignedMultipart.S3;

namespace Quickstart;

/// <summary>Reads the object back with the AWS SDK, as any other program would, and compares it with the file.</summary>
internal static class StoredCopy
{
    private const int BlockSize = 128 * 1024;

    public static async Task CompareAsync(string path, UploadTarget target, S3ProviderOptions store, CancellationToken cancellationToken)
    {
        using AmazonS3Client client = Client(store);
        using var answer = await client.GetObjectAsync(target.Bucket, target.Key, cancellationToken);
        await using Stream stored = answer.ResponseStream;
        await using FileStream file = File.OpenRead(path);

        byte[] expected = new byte[BlockSize];
        byte[] actual = new byte[BlockSize];
        for (long position = 0; ; position += BlockSize)
        {
            int length = await file.ReadAtLeastAsync(expected, BlockSize, throwOnEndOfStream: false, cancellationToken);
            int read = await stored.ReadAtLeastAsync(actual, BlockSize, throwOnEndOfStream: false, cancellationToken);
            if (!expected.AsSpan(0, length).SequenceEqual(actual.AsSpan(0, read)))
            {
                throw new InvalidDataException($"The stored object differs from the file in the {BlockSize} bytes from {position} on.");
            }

            if (length < BlockSize)
            {
                return;
            }
        }
    }

    private static AmazonS3Client Client(S3ProviderOptions store)
    {
        var config = new AmazonS3Config();
        if (store.Profile is { } profile)
        {
            config.Profile = new Amazon.Profile(profile);
        }

        if (store.Endpoint is { } endpoint)
        {
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint.ToString(), true, store.Region ?? "us-east-1");
        }
        else if (store.Region is { } region)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        return store.AccessKey is { } accessKey
            ? new AmazonS3Client(new BasicAWSCredentials(accessKey, store.SecretKey), config)
            : new AmazonS3Client(config);
    }
}
