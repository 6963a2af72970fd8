using System.CommandLine;
using PresignedMultipart;
using Samples;

namespace S3Put;

/// <summary><c>put FILE|- s3://bucket/key</c></summary>
internal static class PutCommand
{
    private const string StandardInput = "-";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file, or - for standard input." };
        var address = new Argument<ObjectAddress?>("address") { Description = "Where to: s3://bucket/key; the file's name follows a / at the end.", CustomParser = ObjectAddress.Parse };
        var contentType = new Option<string?>("--content-type") { Description = "The Content-Type that readers get." };
        var failIfExists = new Option<bool>("--fail-if-exists") { Description = "Fail when the key exists, instead of replacing the object." };
        var upload = new UploadArguments();

        var command = new Command("put", "Uploads a file or standard input. Exit code 0: the object stands; 1: it failed; 130: interrupted, and kept with --journal or aborted without.") { file, address, contentType, failIfExists };
        upload.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                string path = parsed.GetRequiredValue(file);
                ObjectAddress to = parsed.GetRequiredValue(address)!;
                if (path == StandardInput && to.IsFolder)
                {
                    throw new ArgumentException("Standard input has no name. Give the object's key: s3://bucket/key.");
                }

                if (path == StandardInput && upload.Journal.IsIn(parsed))
                {
                    throw new ArgumentException("Standard input cannot be read again, so there would be nothing to resume. Leave --journal out, or put a file.");
                }

                if (path != StandardInput)
                {
                    FileArgument.Check(path, $"Upload the files below it: s3put put-dir {path} {to}", $"Upload what comes out of it: s3put put - {to} < {path}");
                }

                var target = new UploadTarget(to.Bucket, to.KeyFor(path))
                {
                    ContentType = parsed.GetValue(contentType),
                    FailIfExists = parsed.GetValue(failIfExists),
                };

                UploadSource source = path == StandardInput ? UploadSource.FromStream(Console.OpenStandardInput()) : UploadSource.FromFile(path);
                UploadReport.Print(await upload.UseAsync(parsed, uploader => UploadDisplay.ShowAsync(progress => uploader.UploadAsync(source, target, progress, cancellationToken))));
                return 0;
            },
            parsed =>
            {
                ObjectAddress to = parsed.GetRequiredValue(address)!;
                return upload.DescribeKeptAsync(parsed, kept => kept.Target.Bucket == to.Bucket && kept.Target.Key == to.KeyFor(parsed.GetRequiredValue(file)));
            });
        return command;
    }
}
