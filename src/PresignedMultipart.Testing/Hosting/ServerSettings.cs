using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Hosting;

/// <summary>The options of one server after they were checked; nothing of it changes any more.</summary>
internal sealed class ServerSettings
{
    private ServerSettings(S3TestServerOptions options, IReadOnlyList<S3TestCredentials> credentials)
    {
        Credentials = credentials;
        DefaultBuckets = [.. options.DefaultBuckets];
        Region = options.Region;
        Port = options.Port;
        Certificate = options.Certificate;
        Clock = options.TimeProvider;
        StorageDirectory = options.StorageDirectory;
        DiscardBodies = options.DiscardBodies;
        MaximumMemory = options.MaximumMemory;
        MinimumPartSize = options.MinimumPartSize;
        Latency = options.Latency;
        RejectUnsignedContentType = options.RejectUnsignedContentType;
        ComputeDefaultChecksum = options.ComputeDefaultChecksum;
        UseReservedCharactersInUploadIds = options.UseReservedCharactersInUploadIds;
        AllowedOrigins = [.. options.AllowedOrigins];
        RequestLogCapacity = options.RequestLogCapacity;
        LoggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance;
    }

    public IReadOnlyList<S3TestCredentials> Credentials { get; }

    public IReadOnlyList<string> DefaultBuckets { get; }

    public string Region { get; }

    public int Port { get; }

    public X509Certificate2? Certificate { get; }

    public TimeProvider Clock { get; }

    public string? StorageDirectory { get; }

    public bool DiscardBodies { get; }

    public long MaximumMemory { get; }

    public long MinimumPartSize { get; }

    public TimeSpan Latency { get; }

    public bool RejectUnsignedContentType { get; }

    public bool ComputeDefaultChecksum { get; }

    public bool UseReservedCharactersInUploadIds { get; }

    public IReadOnlyList<string> AllowedOrigins { get; }

    public int RequestLogCapacity { get; }

    public ILoggerFactory LoggerFactory { get; }

    public static ServerSettings From(S3TestServerOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Region, "options.Region");
        ArgumentNullException.ThrowIfNull(options.TimeProvider, "options.TimeProvider");
        RequireRange(options.Port, 0, 65_535, nameof(options.Port));
        RequireRange(options.MinimumPartSize, 1, S3Limits.MaximumPartSize, nameof(options.MinimumPartSize));
        RequireRange(options.MaximumMemory, 1, long.MaxValue, nameof(options.MaximumMemory));
        RequireRange(options.RequestLogCapacity, 1, int.MaxValue, nameof(options.RequestLogCapacity));
        RequireRange(options.Latency.Ticks, 0, long.MaxValue, nameof(options.Latency));

        foreach (string bucket in options.DefaultBuckets)
        {
            BucketName.ThrowIfInvalid(bucket);
        }

        List<S3TestCredentials> credentials = [.. options.Credentials];
        if (credentials.Count == 0)
        {
            credentials.Add(new S3TestCredentials("S3TESTKEY", Convert.ToHexString(RandomNumberGenerator.GetBytes(20))));
        }

        if (credentials.DistinctBy(c => c.AccessKey).Count() != credentials.Count)
        {
            throw new ArgumentException("Two credentials have the same access key.", nameof(options));
        }

        return new ServerSettings(options, credentials);
    }

    private static void RequireRange(long value, long minimum, long maximum, string option)
    {
        if (value < minimum || value > maximum)
        {
            throw new ArgumentOutOfRangeException($"options.{option}", value, $"The value must be {minimum}..{maximum}.");
        }
    }
}
