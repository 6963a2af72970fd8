using System.CommandLine;
using PresignedMultipart;
using Samples;

namespace S3Put;

/// <summary><c>resume [s3://bucket/key|FILE] --journal DIR</c></summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var what = new Argument<string?>("what") { Description = "The object's address, all below a / at its end, or the file; everything that waits by default.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Where the file lies by now, if it was moved." };
        var upload = new UploadArguments("The directory that the uploads were put with.");

        var command = new Command("resume", "Goes on with the store's uploads that wait in a journal: sends the parts that the store does not have. Exit code 0: all of them stand, or none waited; 1: one could not be gone on with, or none waits of what was named; 130: interrupted, and kept.") { what, file };
        upload.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                string? named = parsed.GetValue(what);
                FileUploadJournal journal = upload.Journal.Require(parsed);
                List<JournaledUpload> waiting = await journal.ListUploadsAsync(cancellationToken).Where(found => named is null || IsNamed(found, named)).ToListAsync(cancellationToken);
                if (waiting.Count == 0)
                {
                    Console.WriteLine($"{(named is null ? "Nothing" : $"No upload of {named}")} waits in {journal}{(named is null ? "." : "; another process may be busy with it.")}");
                    return named is null ? 0 : 1;
                }

                return await upload.UseAsync(parsed, async uploader =>
                {
                    LeaveToOthers(waiting, upload.Storage!);
                    if (parsed.GetValue(file) is { } moved && waiting.Count > 1)
                    {
                        throw new ArgumentException($"{waiting.Count} uploads wait; name the one that is of '{moved}'.");
                    }

                    return named is not null && waiting.Count == 0 ? 1 : await ResumeAsync(uploader, waiting, parsed.GetValue(file), cancellationToken);
                });
            },
            parsed => upload.DescribeKeptAsync(parsed, found => parsed.GetValue(what) is not { } named || IsNamed(found, named)));
        return command;
    }

    private static void LeaveToOthers(List<JournaledUpload> waiting, string store)
    {
        foreach (IGrouping<string?, JournaledUpload> other in waiting.Where(found => found.Storage != store).GroupBy(found => found.Storage))
        {
            Console.WriteLine($"{other.Count()} upload(s) wait for {other.Key}, and not for {store}; go on with them there.");
        }

        waiting.RemoveAll(found => found.Storage != store);
    }

    private static async Task<int> ResumeAsync(MultipartUploader uploader, List<JournaledUpload> waiting, string? file, CancellationToken cancellationToken)
    {
        int failures = 0;
        foreach (JournaledUpload upload in waiting)
        {
            Console.WriteLine(UploadReport.Line(upload));
            if (upload.IsAbandoned)
            {
                continue;
            }

            try
            {
                UploadReport.Print(await UploadDisplay.ShowAsync(progress => uploader.ResumeFileAsync(upload, file, progress, cancellationToken)));
            }
#pragma warning disable CA1031 // The next one may go on.
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures++;
                await Console.Error.WriteLineAsync(failure.Message);
            }
        }

        return failures == 0 ? 0 : 1;
    }

    private static bool IsNamed(JournaledUpload upload, string named) =>
        ObjectAddress.TryParse(named, out ObjectAddress address)
            ? upload.Target.Bucket == address.Bucket && (address.IsFolder ? upload.Target.Key.StartsWith(address.Key, StringComparison.Ordinal) : upload.Target.Key == address.Key)
            : upload.Path == Path.GetFullPath(named);
}
