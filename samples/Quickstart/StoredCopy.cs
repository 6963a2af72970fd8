using Amazon.S3;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace Quickstart;

/// <summary>Reads the object back with the AWS SDK, as any other program would, and compares it with the file.</summary>
internal static class StoredCopy
{
    private const int BlockSize = 128 * 1024;

    public static async Task CompareAsync(string path, UploadTarget target, S3ProviderOptions store, CancellationToken cancellationToken)
    {
        using AmazonS3Client client = StoreClient.Create(store);
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
}
