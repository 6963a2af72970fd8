using PresignedMultipart;
using Spectre.Console;

namespace Quickstart;

/// <summary>A live bar on a terminal, plain lines when the output is redirected.</summary>
internal static class UploadDisplay
{
    public static Task<UploadResult> ShowAsync(Func<IProgress<UploadProgress>, Task<UploadResult>> upload) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async display =>
            {
                ProgressTask bar = display.AddTask("uploading");
                return await upload(new Bar(bar));
            });

    private sealed class Bar(ProgressTask bar) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value)
        {
            bar.MaxValue = Math.Max(1, value.TotalBytes);
            bar.Value = value.IsCompleted ? bar.MaxValue : value.BytesAcknowledged;
        }
    }
}
