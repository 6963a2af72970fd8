using System.CommandLine;
using System.Globalization;
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

        var command = new Command("put", "Uploads a file or standard input.") { file, address, contentType, failIfExists };
        upload.AddTo(command);
        CommandLine.SetAction(command, async (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(file);
            ObjectAddress to = parsed.GetRequiredValue(address)!;
            if (path == StandardInput && to.IsFolder)
            {
                throw new ArgumentException("Standard input has no name. Give the object's key: s3://bucket/key.");
            }

            var target = new UploadTarget(to.Bucket, to.KeyFor(path))
            {
                ContentType = parsed.GetValue(contentType),
                FailIfExists = parsed.GetValue(failIfExists),
            };

            UploadSource source = path == StandardInput ? UploadSource.FromStream(Console.OpenStandardInput()) : UploadSource.FromFile(path);
            UploadResult result = await upload.UseAsync(parsed, uploader => UploadDisplay.ShowAsync(progress => uploader.UploadAsync(source, target, progress, cancellationToken)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{target}  {result.Length} bytes  {result.PartCount} part(s)  {result.Elapsed.TotalSeconds:0.00} s  {result.Length / 1e6 / result.Elapsed.TotalSeconds:0} MB/s"));
            if (result.Checksum is { } checksum)
            {
                Console.WriteLine($"{checksum.Algorithm} {checksum.Value} {Confirmation(result.ChecksumConfirmation)}");
            }

            return 0;
        });
        return command;
    }

    private static string Confirmation(ChecksumConfirmation confirmation) => confirmation switch
    {
        ChecksumConfirmation.WholeObject => "confirmed by the store for the whole object",
        ChecksumConfirmation.EachPart => "confirmed by the store for each part",
        ChecksumConfirmation.PartsAccepted => "sent with the bytes; the store accepted them",
        _ => "not confirmed: the store answered no checksum",
    };
}
