using System.Globalization;
using PresignedMultipart;
using Spectre.Console;

namespace Samples;

/// <summary>A live bar on a terminal, plain lines when the output is redirected.</summary>
internal static class UploadDisplay
{
    public static Task<UploadResult> ShowAsync(Func<IProgress<UploadProgress>, Task<UploadResult>> upload) =>
        ShowAsync<UploadResult, UploadProgress>(upload, value => new State(value.BytesAcknowledged, value.TotalBytes, value.BytesPerSecond, value.IsCompleted, ""));

    public static Task<IReadOnlyList<UploadItemResult>> ShowAsync(Func<IProgress<UploadManyProgress>, Task<IReadOnlyList<UploadItemResult>>> upload) =>
        ShowAsync<IReadOnlyList<UploadItemResult>, UploadManyProgress>(
            upload,
            value => new State(
                value.BytesAcknowledged,
                value.UploadCount is null ? null : value.BytesKnown,
                value.BytesPerSecond,
                value.IsCompleted,
                $"{value.UploadsCompleted + value.UploadsFailed} of {value.UploadCount?.ToString(CultureInfo.InvariantCulture) ?? "?"} files  "));

    private static Task<TResult> ShowAsync<TResult, TProgress>(Func<IProgress<TProgress>, Task<TResult>> upload, Func<TProgress, State> read) =>
        Console.IsOutputRedirected
            ? upload(new PlainLines<TProgress>(read))
            : AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(display => upload(new Bar<TProgress>(display.AddTask("uploading"), read)));

    private readonly record struct State(long Bytes, long? Total, double Rate, bool IsCompleted, string Count);

    private sealed class Bar<TProgress>(ProgressTask bar, Func<TProgress, State> read) : IProgress<TProgress>
    {
        public void Report(TProgress value)
        {
            State state = read(value);
            bar.IsIndeterminate = state is { Total: null, IsCompleted: false };
            bar.Description = state.Count.Length > 0 ? state.Count.TrimEnd() : "uploading";
            bar.MaxValue = Math.Max(1, state.Total ?? state.Bytes);
            bar.Value = state.IsCompleted ? bar.MaxValue : state.Bytes;
        }
    }

    private sealed class PlainLines<TProgress>(Func<TProgress, State> read) : IProgress<TProgress>
    {
        private const int Step = 10;
        private const long UnknownStep = 100_000_000;

        private double _nextPercent = Step;
        private long _nextBytes = UnknownStep;

        public void Report(TProgress value)
        {
            State state = read(value);
            double percent = state.Total is > 0 and { } total ? 100.0 * state.Bytes / total : 0;
            bool due = state.Total is null ? state.Bytes >= _nextBytes : percent >= _nextPercent;
            if (due || state.IsCompleted)
            {
                (_nextPercent, _nextBytes) = (percent + Step, state.Bytes + UnknownStep);
                string share = state.Total is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{(state.IsCompleted ? 100 : percent),3:0} %  ");
                string of = state.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all / 1e6:0}") : "";
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{share}{state.Count}{state.Bytes / 1e6:0}{of} MB  {state.Rate / 1e6:0} MB/s{(state.IsCompleted ? "  done" : "")}"));
            }
        }
    }
}
