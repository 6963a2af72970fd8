using System.Globalization;
using PresignedMultipart;
using Spectre.Console;

namespace Quickstart;

/// <summary>A live bar on a terminal, plain lines when the output is redirected.</summary>
internal static class UploadDisplay
{
    public static Task<UploadResult> ShowAsync(Func<IProgress<UploadProgress>, Task<UploadResult>> upload) =>
        Console.IsOutputRedirected ? upload(new PlainLines()) : ShowBarAsync(upload);

    private static Task<UploadResult> ShowBarAsync(Func<IProgress<UploadProgress>, Task<UploadResult>> upload) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(display => upload(new Bar(display.AddTask("uploading"))));

    private sealed class Bar(ProgressTask bar) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value)
        {
            bar.MaxValue = Math.Max(1, value.TotalBytes ?? 0);
            bar.Value = value.IsCompleted ? bar.MaxValue : value.BytesAcknowledged;
        }
    }

    private sealed class PlainLines : IProgress<UploadProgress>
    {
        private const int Step = 10;

        private double _next = Step;

        public void Report(UploadProgress value)
        {
            // A file's length is known from the start.
            double percent = value.Percent ?? 0;
            if (percent >= _next || value.IsCompleted)
            {
                _next = percent + Step;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{percent,3:0} %  {value.BytesAcknowledged / 1e6:0} of {(value.TotalBytes ?? 0) / 1e6:0} MB  {value.BytesPerSecond / 1e6:0} MB/s{(value.IsCompleted ? "  done" : "")}"));
            }
        }
    }
}
