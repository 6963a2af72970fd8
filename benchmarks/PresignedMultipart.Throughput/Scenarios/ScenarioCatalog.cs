using PresignedMultipart.Throughput.Endpoint;
using static PresignedMultipart.Throughput.Clients.ClientCatalog;

namespace PresignedMultipart.Throughput.Scenarios;

/// <summary>What the verbs of the command line measure.</summary>
internal static class ScenarioCatalog
{
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;

    private static readonly long[] Sizes = [64 * MiB, GiB, 4 * GiB];
    private static readonly string[] Everyone = [CFloor, OursUrls, OursUrlsNoChecksum, Ours, OursNoChecksum, OursUrlsStream, OursStream, NaiveParallel, Naive, TransferUtilityBest, TransferUtilityTuned, TransferUtility];

    // 50 ms a request and 25 MB/s a connection: a storage across a continent. 125 MB/s in total: a line of 1 Gbit/s.
    private static readonly SinkSettings FarAway = new(Latency: TimeSpan.FromMilliseconds(50), BytesPerSecondPerConnection: 25_000_000);
    private static readonly string[] OnSlowLines = [Ours, OursFixed8, OursFixed16, OursFixed32, NaiveParallel, TransferUtility, TransferUtilityTuned];

    public static Scenario Http { get; } = new("http", "Plain HTTP", Sizes, Everyone, CFloor);

    public static Scenario Https { get; } = new("https", "HTTPS", Sizes, Everyone, CFloor) { Tls = true };

    public static Scenario Shaped { get; } = new("shaped", "50 ms a request, 25 MB/s a connection", [GiB], OnSlowLines, TransferUtility) { Sink = FarAway };

    public static Scenario ShapedTotal { get; } = new("shaped-total", "50 ms a request, 25 MB/s a connection, 125 MB/s in total", [GiB], OnSlowLines, TransferUtility)
    {
        Sink = FarAway with { BytesPerSecondInTotal = 125_000_000 },
    };

    public static Scenario SlowDown { get; } = new("slowdown", "Every 7th part PUT is answered 503 SlowDown after its body", [256 * MiB], [Ours, TransferUtility, TransferUtilityTuned], TransferUtility)
    {
        Sink = new SinkSettings(SlowDownEvery: 7),
        Uploads = 20,
        Rounds = 1,
    };

    public static Scenario SmallFiles { get; } = new("small-files", "2,000 files of 16 KiB", [2_000 * 16L << 10], [OursUrlsDirectory, OursDirectory, TransferUtilityDirectoryConcurrent, TransferUtilityDirectory], TransferUtilityDirectory)
    {
        FilesInDirectory = 2_000,
    };

    /// <summary>What it costs a back end when bytes go around it, and when they go through it.</summary>
    public static Scenario Ways { get; } = new("ways", "By pre-signed URLs, and through the server", [MiB, GiB], [RemoteUrls, Proxy], RemoteUrls)
    {
        HasBackend = true,
        Uploads = 5,
        LeastBytes = 300 * MiB,
    };

    public static Scenario Memory { get; } = new("memory", "Memory by size", Sizes, [Ours, OursStream, NaiveParallel, TransferUtilityTuned], Ours) { Rounds = 1 };

    /// <summary>Ours against TransferUtility, once: whether everything still works.</summary>
    public static Scenario Smoke { get; } = new("smoke", "Plain HTTP, once", [64 * MiB], [Ours, TransferUtility], TransferUtility) { Rounds = 1 };

    public static IReadOnlyList<Scenario> All { get; } = [Http, Https, Shaped, ShapedTotal, SlowDown, SmallFiles, Memory, Ways];
}
