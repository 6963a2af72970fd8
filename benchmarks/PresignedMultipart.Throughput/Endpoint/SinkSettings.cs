using System.Globalization;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>How the endpoint behaves. It crosses the process boundary as arguments.</summary>
/// <param name="AuthorityPath">Where to leave the certificate of the authority that clients are to trust; empty for plain HTTP.</param>
/// <param name="Latency">What each request waits for its answer in addition.</param>
/// <param name="BytesPerSecondPerConnection">The cap of one connection; 0 for none.</param>
/// <param name="BytesPerSecondInTotal">The cap of all connections together; 0 for none.</param>
/// <param name="SlowDownEvery">Every how many part PUTs one is answered 503 SlowDown after its body; 0 for never.</param>
internal sealed record SinkSettings(
    string AuthorityPath = "",
    TimeSpan Latency = default,
    long BytesPerSecondPerConnection = 0,
    long BytesPerSecondInTotal = 0,
    int SlowDownEvery = 0)
{
    public bool IsShaped => BytesPerSecondPerConnection > 0 || BytesPerSecondInTotal > 0;

    public string[] ToArguments() =>
    [
        AuthorityPath,
        Latency.Ticks.ToString(CultureInfo.InvariantCulture),
        BytesPerSecondPerConnection.ToString(CultureInfo.InvariantCulture),
        BytesPerSecondInTotal.ToString(CultureInfo.InvariantCulture),
        SlowDownEvery.ToString(CultureInfo.InvariantCulture),
    ];

    public static SinkSettings FromArguments(ReadOnlySpan<string> arguments) => new(
        arguments[0],
        TimeSpan.FromTicks(long.Parse(arguments[1], CultureInfo.InvariantCulture)),
        long.Parse(arguments[2], CultureInfo.InvariantCulture),
        long.Parse(arguments[3], CultureInfo.InvariantCulture),
        int.Parse(arguments[4], CultureInfo.InvariantCulture));
}
