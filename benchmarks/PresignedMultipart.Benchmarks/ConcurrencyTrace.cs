using System.Globalization;
using System.Text;
using PresignedMultipart.Tests.Support;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Benchmarks;

/// <summary>
/// Draws how the number of requests on the way moves over a few networks, for docs/concurrency.md: the controller itself, over the
/// simulated networks that its tests use, so the drawing is the same on every machine.
/// </summary>
internal static class ConcurrencyTrace
{
    private const double MB = 1e6;
    private const double Seconds = 30;
    private const int Most = 32;
    private const int Width = 760;
    private const int Height = 130;
    private const int Left = 44;
    private const int Top = 26;

    public static void Write(string path)
    {
        (string Name, Action<SimulatedNetwork> Shape, Action<SimulatedNetwork>? Halfway)[] networks =
        [
            ("Each line carries 25 MB/s, 50 ms a request", network => network.BytesPerLine = 25 * MB, null),
            ("The same, and 125 MB/s in all (1 Gbit/s)", network => (network.BytesPerLine, network.BytesInAll) = (25 * MB, 125 * MB), null),
            ("Lines of 10 MB/s, 200 MB/s in all: the knee is at 20", network => (network.BytesPerLine, network.BytesInAll) = (10 * MB, 200 * MB), null),
            ("100 MB/s in all, and after 15 s 600 MB/s", network => (network.BytesPerLine, network.BytesInAll) = (25 * MB, 100 * MB), network => network.BytesInAll = 600 * MB),
            ("The storage answers 503 to whatever is beyond 12 at a time", network => (network.BytesPerLine, network.Refuses) = (25 * MB, (_, inFlight) => inFlight > 12), null),
            ("503 to everything from 10 s to 13 s", network => (network.BytesPerLine, network.Refuses) = (25 * MB, (_, _) => network.Now is > 10 and < 13), null),
        ];

        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {networks.Length * Height}" font-family="sans-serif" font-size="12">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="white"/>""");
        for (int i = 0; i < networks.Length; i++)
        {
            var network = new SimulatedNetwork(ConcurrencyController.Adaptive(Most));
            networks[i].Shape(network);
            network.Run(Seconds / 2);
            networks[i].Halfway?.Invoke(network);
            network.Run(Seconds / 2);
            Draw(svg, i * Height, $"{networks[i].Name} — {network.BytesAcknowledged / network.Now / MB:0} MB/s", network.Trace);
        }

        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static void Draw(StringBuilder svg, int top, string title, List<(double At, int Limit)> trace)
    {
        int bottom = top + Height - 24;
        double X(double seconds) => Left + (seconds / Seconds * (Width - Left - 10));
        double Y(double limit) => bottom - (limit / Most * (bottom - top - Top));

        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="{top + 16}">{title}</text>""");
        foreach (int limit in new[] { 0, 8, 16, 32 })
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {Y(limit):0.#}H{Width - 10}" stroke="#ddd"/><text x="{Left - 6}" y="{Y(limit) + 4:0.#}" text-anchor="end" fill="#666">{limit}</text>""");
        }

        for (int second = 0; second <= Seconds; second += 5)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(second):0.#}" y="{bottom + 15}" text-anchor="middle" fill="#666">{second} s</text>""");
        }

        svg.Append("""<path fill="none" stroke="#0b62a4" stroke-width="1.8" d="M""");
        svg.Append(CultureInfo.InvariantCulture, $"{X(0):0.#} {Y(trace[0].Limit):0.#}");
        foreach ((double at, int limit) in trace.Skip(1))
        {
            svg.Append(CultureInfo.InvariantCulture, $"H{X(at):0.#}V{Y(limit):0.#}");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"""H{X(Seconds):0.#}"/>""");
    }
}
