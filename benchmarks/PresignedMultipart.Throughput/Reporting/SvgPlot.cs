using System.Globalization;
using System.Security;
using System.Text;
using PresignedMultipart.Throughput.Measuring;

namespace PresignedMultipart.Throughput.Reporting;

/// <summary>Resident memory over time, a line a client, as SVG.</summary>
internal static class SvgPlot
{
    private const double MB = 1_000_000;
    private const int Width = 900, Height = 420, Left = 60, Right = 180, Top = 40, Bottom = 50;
    private const int PointsInLine = 300;

    // Told apart by people who see colours differently, too (Okabe and Ito).
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"];

    public static string Draw(string title, IReadOnlyList<(string Name, IReadOnlyList<MemorySample> Samples)> lines)
    {
        double seconds = lines.SelectMany(line => line.Samples).Select(sample => sample.At.TotalSeconds).DefaultIfEmpty(1).Max();
        double megabytes = lines.SelectMany(line => line.Samples).Select(sample => sample.ResidentBytes / MB).DefaultIfEmpty(1).Max();
        double xStep = Step(seconds), yStep = Step(megabytes), yEnd = Math.Ceiling(megabytes / yStep) * yStep;
        double X(double value) => Left + (value / seconds * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (value / yEnd * (Height - Top - Bottom));

        var svg = new StringBuilder();
        void Add(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Add($"<text x=\"{Left}\" y=\"24\" font-size=\"15\">{SecurityElement.Escape(title)}</text>");
        for (double y = 0; y <= yEnd + (yStep / 2); y += yStep)
        {
            Add($"<path d=\"M{Left} {Y(y):0.0}H{Width - Right}\" stroke=\"#dddddd\"/><text x=\"{Left - 8}\" y=\"{Y(y) + 4:0.0}\" text-anchor=\"end\">{y:0.###}</text>");
        }

        for (double x = 0; x <= seconds; x += xStep)
        {
            Add($"<path d=\"M{X(x):0.0} {Top}V{Height - Bottom}\" stroke=\"#eeeeee\"/><text x=\"{X(x):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{x:0.###}</text>");
        }

        Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">seconds since the process's start</text>");
        Add($"<text transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">resident memory, MB</text>");
        for (int index = 0; index < lines.Count; index++)
        {
            (string name, IReadOnlyList<MemorySample> samples) = lines[index];
            string colour = Colours[index % Colours.Length], dashes = index < Colours.Length ? "none" : "6 3";
            string points = string.Join(' ', Thin(samples).Select(sample => string.Create(
                CultureInfo.InvariantCulture, $"{X(sample.At.TotalSeconds):0.0},{Y(sample.ResidentBytes / MB):0.0}")));
            Add($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"{dashes}\"/>");
            int row = Top + 8 + (index * 20);
            Add($"<path d=\"M{Width - Right + 16} {row}h18\" stroke=\"{colour}\" stroke-width=\"3\" stroke-dasharray=\"{dashes}\"/>");
            Add($"<text x=\"{Width - Right + 40}\" y=\"{row + 4}\">{SecurityElement.Escape(name)}</text>");
        }

        return svg.AppendLine("</svg>").ToString();
    }

    // 1, 2 or 5 times a power of ten, for five to ten lines.
    private static double Step(double end)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(end / 5)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => end / step <= 7.5);
    }

    // Of each stretch the largest, so that no peak is lost.
    private static IEnumerable<MemorySample> Thin(IReadOnlyList<MemorySample> samples) =>
        samples.Chunk(Math.Max(1, (samples.Count + PointsInLine - 1) / PointsInLine)).Select(stretch => stretch.MaxBy(sample => sample.ResidentBytes));
}
