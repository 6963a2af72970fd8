using System.CommandLine;
using PresignedMultipart;
using Samples;

namespace S3Put;

/// <summary><c>put-dir DIRECTORY s3://bucket/prefix</c></summary>
internal static class PutDirectoryCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("directory") { Description = "The directory; all files below it are uploaded." };
        var address = new Argument<ObjectAddress?>("address") { Description = "Where to: s3://bucket/prefix. Keys are the prefix and the relative paths.", CustomParser = ObjectAddress.Parse };
        var stop = new Option<bool>("--stop-on-failure") { Description = "Stop at the first file that fails, instead of going on with the others." };
        var upload = new UploadArguments();

        var command = new Command("put-dir", "Uploads all files of a directory. Exit code 0: all objects stand; 1: one failed; 130: interrupted.") { directory, address, stop };
        upload.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                ObjectAddress to = parsed.GetRequiredValue(address)!;
                string from = parsed.GetRequiredValue(directory);
                if (File.Exists(from))
                {
                    throw new ArgumentException($"'{from}' is a file. Upload it alone: s3put put {from} {to}");
                }

                var options = new UploadManyOptions { OnFailure = parsed.GetValue(stop) ? UploadFailurePolicy.Stop : UploadFailurePolicy.Continue };
                IReadOnlyList<UploadItemResult> results = await upload.UseAsync(parsed, uploader => UploadDisplay.ShowAsync(progress =>
                    uploader.UploadDirectoryAsync(from, to.Bucket, to.Key, options, progress, cancellationToken)));

                foreach (UploadItemResult failed in results.Where(result => !result.IsSuccess))
                {
                    await Console.Error.WriteLineAsync($"{failed.Item.Target}: {failed.Failure!.Message}");
                }

                int failures = results.Count(result => !result.IsSuccess);
                Console.WriteLine($"{results.Count - failures} file(s) uploaded, {failures} failed");
                return failures == 0 ? 0 : 1;
            },
            parsed =>
            {
                ObjectAddress to = parsed.GetRequiredValue(address)!;
                return upload.DescribeKeptAsync(parsed, kept => kept.Target.Bucket == to.Bucket && kept.Target.Key.StartsWith(to.Key, StringComparison.Ordinal));
            });
        return command;
    }
}
