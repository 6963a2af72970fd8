using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Testing;

/// <summary>How a <see cref="S3TestServer"/> is set up. Every setting has a default that suits a test.</summary>
public sealed class S3TestServerOptions
{
    /// <summary>
    /// The keys that are accepted. Empty (the default) makes one pair with a random secret; it is then found in
    /// <see cref="S3TestServer.AccessKey"/> and <see cref="S3TestServer.SecretKey"/>. With several pairs the first is the server's own.
    /// </summary>
    public IList<S3TestCredentials> Credentials { get; } = [];

    /// <summary>The buckets that exist from the start, owned by the first account. Default: none.</summary>
    public IList<string> DefaultBuckets { get; } = [];

    /// <summary>The region that signatures must be made for. Default: <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The TCP port on loopback, 0..65535. Default: 0, a free port.</summary>
    public int Port { get; set; }

    /// <summary>The certificate for https. <see langword="null"/> (the default) serves plain http.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The clock for expiry, skew, dates of objects, delays and stalls. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Where bodies are kept. <see langword="null"/> (the default) keeps them in memory, in blocks of 64 KiB; a directory keeps them in
    /// files below it, in a folder of the server's own that is deleted when the server is disposed.
    /// </summary>
    public string? StorageDirectory { get; set; }

    /// <summary>
    /// Forgets the bytes of every object after they have been received and checked, so that a benchmark measures the client and not the
    /// store: objects keep length, ETag and checksums, and reading one answers 501 NotImplemented. Default: <see langword="false"/>.
    /// </summary>
    public bool DiscardBodies { get; set; }

    /// <summary>
    /// How many bytes of bodies may be kept in memory; a request that would exceed it is answered with 507 InsufficientStorage, a code
    /// that S3 does not have. Does not count with <see cref="StorageDirectory"/> or <see cref="DiscardBodies"/>. Default: 4 GiB.
    /// </summary>
    public long MaximumMemory { get; set; } = 4L << 30;

    /// <summary>
    /// The least size of a part that is not the last, in bytes, 1..5 GiB; less is answered with 400 EntityTooSmall at completion.
    /// Default: 5 MiB, as S3. Lower it to test thousands of parts with few bytes.
    /// </summary>
    public long MinimumPartSize { get; set; } = 5L << 20;

    /// <summary>
    /// How long every request waits, after its signature was checked and before its body is read. Not negative. Default:
    /// <see cref="TimeSpan.Zero"/>.
    /// </summary>
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// Answers 403 AccessDenied when a Content-Type is sent that was not signed, as Ceph 20 does; S3 accepts it.
    /// Default: <see langword="false"/>.
    /// </summary>
    public bool RejectUnsignedContentType { get; set; }

    /// <summary>
    /// Computes the CRC-64/NVME of every body that comes without a checksum, as S3 does. Costs about a second of processor time for a GiB.
    /// Default: <see langword="true"/>.
    /// </summary>
    public bool ComputeDefaultChecksum { get; set; } = true;

    /// <summary>
    /// Puts <c>+</c>, <c>/</c> and <c>=</c> into upload ids, as some S3-compatible storages do: whoever forgets to percent-encode them
    /// fails. Default: <see langword="false"/>, ids of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.
    /// </summary>
    public bool UseReservedCharactersInUploadIds { get; set; }

    /// <summary>
    /// The origins whose browsers may use buckets that have no CORS configuration of their own; <c>*</c> is any. Clear it to have no
    /// CORS without <c>PutBucketCors</c>, as S3. Default: <c>*</c>.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = ["*"];

    /// <summary>How many requests <see cref="S3TestServer.Requests"/> remembers; the oldest are forgotten first. Default: 20,000.</summary>
    public int RequestLogCapacity { get; set; } = 20_000;

    /// <summary>Where the server logs. <see langword="null"/> (the default) is nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
