using PresignedMultipart.Remote;
using PresignedMultipart.Throughput.Backend;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>The clients by the names that the command line and the tables give them.</summary>
internal static class ClientCatalog
{
    public const string Ours = "ours";
    public const string OursUrls = "ours-urls";
    public const string OursNoChecksum = "ours-no-checksum";
    public const string OursUrlsNoChecksum = "ours-urls-no-checksum";
    public const string OursStream = "ours-stream";
    public const string OursUrlsStream = "ours-urls-stream";
    public const string OursFixed8 = "ours-8";
    public const string OursFixed16 = "ours-16";
    public const string OursFixed32 = "ours-32";
    public const string TransferUtility = "tu";
    public const string TransferUtilityTuned = "tu-tuned";
    public const string TransferUtilityBest = "tu-best";
    public const string Naive = "naive";
    public const string NaiveParallel = "naive-8";
    public const string CFloor = "floor";
    public const string OursDirectory = "ours-directory";
    public const string OursUrlsDirectory = "ours-urls-directory";
    public const string TransferUtilityDirectoryConcurrent = "tu-directory-concurrent";
    public const string TransferUtilityDirectory = "tu-directory";
    public const string RemoteUrls = "remote";
    public const string Proxy = "proxy";

    /// <summary>What each is.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        [CFloor] = "a C program: 8 connections, pread and send (SSL_write over HTTPS) of 256 KiB, parts of 16 MiB",
        [Ours] = "this library, from a file, default options; signs by the SDK, as all clients do but the C program and those named `ours-urls`",
        [OursUrls] = "this library, from a file, default options, with URLs that a back end hands out: no SDK in the process",
        [OursNoChecksum] = "`ours` with Checksum = None",
        [OursUrlsNoChecksum] = "`ours-urls` with Checksum = None",
        [OursStream] = "this library, from a stream that cannot seek and does not know its length, default options",
        [OursUrlsStream] = "the same, with URLs that a back end hands out: no SDK in the process",
        [OursFixed8] = "`ours` with 8 parts at a time, fixed",
        [OursFixed16] = "`ours` with 16 parts at a time, fixed",
        [OursFixed32] = "`ours` with 32 parts at a time, fixed",
        [TransferUtility] = "TransferUtility of AWSSDK.S3, defaults",
        [TransferUtilityTuned] = "TransferUtility, 8 parts of 16 MiB at a time",
        [TransferUtilityBest] = "TransferUtility, 8 parts of 16 MiB at a time, checksums WHEN_REQUIRED, over HTTPS DisablePayloadSigning too",
        [Naive] = "a loop of `new byte[10 MiB]` and HttpClient, one part after the other",
        [NaiveParallel] = "the same, 8 parts at a time by a SemaphoreSlim",
        [OursDirectory] = "this library, UploadDirectoryAsync, default options",
        [OursUrlsDirectory] = "the same, with URLs that a back end hands out: no SDK in the process",
        [TransferUtilityDirectory] = "TransferUtility of AWSSDK.S3, UploadDirectoryAsync, defaults: one file after the other",
        [TransferUtilityDirectoryConcurrent] = "the same with UploadFilesConcurrently",
        [RemoteUrls] = "this library, from a file, default options, with URLs of a back end by RemotePresignedUrlProvider: the bytes go to the endpoint",
        [Proxy] = "HttpClient, one PUT of the file to a back end's MapUploadProxy: the bytes go through it",
    };

    /// <summary>Whether it uploads directories; the others upload files.</summary>
    public static bool TakesDirectory(string name) => name.Contains("-directory", StringComparison.Ordinal);

    /// <summary>Whether it goes to a back end; the others know the storage.</summary>
    public static bool NeedsBackend(string name) => name is RemoteUrls or Proxy;

    public static IUploadClient Create(string name, ClientTask task) => name switch
    {
        Ours => OursFrom(task),
        OursUrls => new OurFileClient(new UnsignedUrls(task.Endpoint)),
        OursNoChecksum => OursFrom(task, WithoutChecksum),
        OursUrlsNoChecksum => new OurFileClient(new UnsignedUrls(task.Endpoint), WithoutChecksum),
        OursFixed8 => OursFrom(task, Fixed(8)),
        OursFixed16 => OursFrom(task, Fixed(16)),
        OursFixed32 => OursFrom(task, Fixed(32)),
        OursStream => new OurStreamClient(OurClient.SigningFor(task.Endpoint)),
        OursUrlsStream => new OurStreamClient(new UnsignedUrls(task.Endpoint)),
        OursDirectory => new OurDirectoryClient(OurClient.SigningFor(task.Endpoint)),
        OursUrlsDirectory => new OurDirectoryClient(new UnsignedUrls(task.Endpoint)),
        TransferUtility => TransferUtilityClient.WithDefaults(task),
        TransferUtilityTuned => TransferUtilityClient.Tuned(task),
        TransferUtilityBest => TransferUtilityClient.AtItsBest(task),
        TransferUtilityDirectory => new TransferUtilityDirectoryClient(task, concurrently: false),
        TransferUtilityDirectoryConcurrent => new TransferUtilityDirectoryClient(task, concurrently: true),
        Naive => new NaiveClient(task, concurrency: 1),
        NaiveParallel => new NaiveClient(task, concurrency: 8),
        RemoteUrls => new OurFileClient(new RemotePresignedUrlProvider(new RemoteProviderOptions { BaseAddress = new Uri(task.Endpoint, BackendRole.PresignedPath) })),
        Proxy => new ProxyClient(task.Endpoint),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such client in .NET."),
    };

    private static MultipartUploadOptions WithoutChecksum => new() { Checksum = ChecksumAlgorithm.None };

    private static MultipartUploadOptions Fixed(int concurrency) => new() { MaxConcurrency = concurrency, AdaptiveConcurrency = false };

    private static OurFileClient OursFrom(ClientTask task, MultipartUploadOptions? options = null) => new(OurClient.SigningFor(task.Endpoint), options);
}
