using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace PresignedMultipart.Benchmarks;

/// <summary>GiB/s at the median, which other work on the machine moves less than the mean.</summary>
internal sealed class ThroughputColumn(long bytesPerOperation) : IColumn
{
    public string Id => ColumnName;

    public string ColumnName => "GiB/s";

    public string Legend => "GiB a second at the median";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    // BenchmarkDotNet counts in nanoseconds.
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } time
            ? (bytesPerOperation / time.Median * 1e9 / (1 << 30)).ToString("F1", CultureInfo.InvariantCulture)
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
