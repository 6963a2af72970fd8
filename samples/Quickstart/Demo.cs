using System.Diagnostics;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;
using Spectre.Console;

namespace Quickstart;

/// <summary>The demonstration: upload, compare, report.</summary>
internal static class Demo
{
    private const string EmbeddedBucket = "quickstart";

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        if (options.Store is not null && string.IsNullOrEmpty(options.Bucket))
        {
            throw new ArgumentException("No bucket was given. Name one with --bucket, and add --create-bucket if it is not there yet.");
        }

        using DemoFile file = await DemoFile.OpenOrMakeAsync(options.File, cancellationToken);
        if (options.Store is { } store)
        {
            await UploadAndCompareAsync(file.Path, store, options, cancellationToken);
        }
        else
        {
            await using var embedded = await EmbeddedStore.StartAsync(EmbeddedBucket, cancellationToken);
            await UploadAndCompareAsync(file.Path, embedded.Store, options with { Bucket = EmbeddedBucket }, cancellationToken);
        }

        return 0;
    }

    private static async Task UploadAndCompareAsync(string path, S3ProviderOptions store, DemoOptions options, CancellationToken cancellationToken)
    {
        using var provider = new S3PresignedUrlProvider(store);
        using var uploader = new MultipartUploader(provider);
        var target = new UploadTarget(options.Bucket!, options.Key ?? Path.GetFileName(path));

        if (options.CreateBucket)
        {
            await provider.EnsureBucketAsync(target.Bucket, cancellationToken: cancellationToken);
        }

        Console.WriteLine($"Uploading {path} to {target} at {store.Endpoint?.ToString() ?? "Amazon S3"}");
        UploadResult result = await UploadDisplay.ShowAsync(progress => uploader.UploadFileAsync(path, target, progress, cancellationToken));
        long peakMemory = PeakMemory();

        await StoredCopy.CompareAsync(path, target, store, cancellationToken);

        var table = new Table().Border(Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded).HideHeaders().AddColumns("", "");
        table.AddRow("size", $"{result.Length:N0} bytes");
        table.AddRow("parts", result.PartCount == 1 ? "1" : $"{result.PartCount} of {result.PartSize / (1 << 20)} MiB");
        table.AddRow("time", $"{result.Elapsed.TotalSeconds:0.00} s");
        table.AddRow("rate", $"{result.Length / 1e6 / result.Elapsed.TotalSeconds:0} MB/s");
        table.AddRow("peak memory", $"{peakMemory / 1e6:0} MB (the whole process)");
        table.AddRow("compared", "every byte is the same");
        AnsiConsole.Write(table);
    }

    private static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
