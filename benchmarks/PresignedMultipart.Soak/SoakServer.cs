using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.Integration.Tests;
using PresignedMultipart.S3;

namespace PresignedMultipart.Soak;

/// <summary>The server that the environment names, and a bucket on it.</summary>
internal sealed class SoakServer : IDisposable
{
    // Whoever asks may meet a gateway that was just killed.
    private const int Attempts = 60;

    private readonly Gateway _gateway = new(Read("S3_GATEWAY_KILL"), Read("S3_GATEWAY_START"));
    private readonly SemaphoreSlim _restarting = new(1);
    private readonly AmazonS3Client _client;

    public SoakServer()
    {
        Endpoint = new Uri(Read("S3_ENDPOINT"));
        _client = new AmazonS3Client(new BasicAWSCredentials(Read("S3_ACCESS_KEY"), Read("S3_SECRET_KEY")), new AmazonS3Config
        {
            ServiceURL = Endpoint.AbsoluteUri,
            AuthenticationRegion = Read("S3_REGION"),
            ForcePathStyle = true,
            // A gateway that is killed with its lock in its hand makes whoever comes next wait for minutes.
            Timeout = TimeSpan.FromSeconds(30),
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public Uri Endpoint { get; }

    public string Bucket { get; } = "soak-" + Guid.NewGuid().ToString("N");

    /// <summary>How often the gateway was killed.</summary>
    public int Kills { get; private set; }

    public async Task RestartAsync()
    {
        await _restarting.WaitAsync();
        try
        {
            Kills++;
            await _gateway.RestartAsync();
        }
        finally
        {
            _restarting.Release();
        }
    }

    public static S3PresignedUrlProvider ProviderThrough(Relay relay) => new(new S3ProviderOptions
    {
        Endpoint = relay.Endpoint,
        Region = Read("S3_REGION"),
        AccessKey = Read("S3_ACCESS_KEY"),
        SecretKey = Read("S3_SECRET_KEY"),
        MaxRetries = 10,
    });

    public Task CreateBucketAsync() => TryAsync(() => _client.PutBucketAsync(Bucket));

    /// <summary>Whether the object is, byte for byte, the file.</summary>
    public Task<bool> IsSameAsync(string path, string key) => TryAsync(async () =>
    {
        using GetObjectResponse stored = await _client.GetObjectAsync(Bucket, key);
        await using FileStream file = File.OpenRead(path);
        byte[] sent = await SHA256.HashDataAsync(file);
        byte[] found = await SHA256.HashDataAsync(stored.ResponseStream);
        return stored.ContentLength == file.Length && found.AsSpan().SequenceEqual(sent);
    });

    public Task DeleteAsync(string key) => TryAsync(() => _client.DeleteObjectAsync(Bucket, key));

    /// <summary>What came of it.</summary>
    public async Task<string> AbortAsync(string key, string uploadId)
    {
        try
        {
            await TryAsync(() => _client.AbortMultipartUploadAsync(Bucket, key, uploadId));
            return "succeeded";
        }
        catch (AmazonServiceException refusal)
        {
            return $"was answered {(int)refusal.StatusCode} {refusal.ErrorCode}";
        }
    }

    public async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. ((await TryAsync(() => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }))).S3Objects ?? []).Select(found => found.Key)];

    public async Task<IReadOnlyList<(string Key, string UploadId)>> UploadsAsync() =>
        [.. ((await TryAsync(() => _client.ListMultipartUploadsAsync(Bucket))).MultipartUploads ?? []).Select(found => (found.Key, found.UploadId))];

    /// <summary>Aborts what is listed of a key whose object was compared and will be deleted. How many there were.</summary>
    public async Task<int> AbortListedAsync(string key)
    {
        var listed = (await UploadsAsync()).Where(found => found.Key == key).ToList();
        foreach ((_, string uploadId) in listed)
        {
            await AbortAsync(key, uploadId);
        }

        return listed.Count;
    }

    public void Dispose()
    {
        _restarting.Dispose();
        _client.Dispose();
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> ask)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception broken) when (attempt < Attempts && broken is HttpRequestException or IOException or TimeoutException or OperationCanceledException or AmazonServiceException { StatusCode: >= System.Net.HttpStatusCode.InternalServerError or 0 })
            {
                await Task.Delay(500);
            }
        }
    }

    private static string Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
        : throw new InvalidOperationException($"{name} is not set: use `eng/soak`, which starts a server, or start one with `eval \"$(eng/s3-servers start ceph)\"`.");
}
