using System.CommandLine;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace S3Put;

/// <summary><c>sweep s3://bucket[/prefix] --older-than 2d [--dry-run]</c></summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var address = new Argument<ObjectAddress?>("address") { Description = "The bucket, or what the keys begin with: s3://bucket or s3://bucket/prefix.", CustomParser = ObjectAddress.Parse };
        var olderThan = new Option<TimeSpan?>("--older-than") { HelpName = "AGE", Description = "How long ago they were begun, at least: 30m, 12h, 2d or 1w. Longer than any upload takes: one that is going on fails.", Required = true, CustomParser = Age.Parse };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would be aborted, and what left, and why." };
        var journal = new JournalArguments("A journal whose old uploads of the store are swept, and forgotten, as well.");
        var store = new StoreArguments();

        var command = new Command("sweep", "Aborts uploads that were begun long ago and never completed, so that their parts cost nothing any more. Exit code 0: they are gone, or it was a dry run; 1: one is not gone.") { address, olderThan, dryRun };
        journal.AddTo(command);
        store.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                ObjectAddress under = parsed.GetRequiredValue(address)!;
                bool isDry = parsed.GetValue(dryRun);
                using var provider = new S3PresignedUrlProvider(store.Read(parsed));
                using var uploader = new MultipartUploader(provider, new MultipartUploadOptions { Journal = journal.Read(parsed) });
                IReadOnlyList<SweptUpload> swept = await uploader.SweepAsync(under.Bucket, parsed.GetRequiredValue(olderThan)!.Value, isDry, under.Key, cancellationToken);
                foreach (SweptUpload upload in swept)
                {
                    Print(upload.Bucket, upload.Key, upload.InitiatedAt, upload.UploadId, Fate(upload, isDry));
                }

                if (!isDry)
                {
                    int gone = swept.Count(upload => upload.IsAborted);
                    Console.WriteLine($"{gone} upload(s) aborted{(gone < swept.Count ? $", {swept.Count - gone} not" : "")}");
                    return gone == swept.Count ? 0 : 1;
                }

                List<IncompleteUpload> young = await provider.ListIncompleteUploadsAsync(under.Bucket, under.Key, cancellationToken)
                    .Where(found => swept.All(upload => upload.UploadId != found.Upload.UploadId)).ToListAsync(cancellationToken);
                young.ForEach(found => Print(found.Upload.Target.Bucket, found.Upload.Target.Key, found.InitiatedAt, found.Upload.UploadId, $"would be left: not yet as old as {olderThan.Name} says"));
                int left = young.Count + swept.Count(upload => upload.HasObject);
                Console.WriteLine($"{swept.Count(upload => !upload.HasObject)} upload(s) would be aborted, {left} left");
                return 0;
            },
            _ => Task.FromResult<string?>("What was not aborted yet stays; sweep again."));
        return command;
    }

    private static void Print(string bucket, string key, DateTimeOffset initiatedAt, string uploadId, string fate) =>
        Console.WriteLine($"s3://{bucket}/{key}  begun {Age.Since(initiatedAt)}  upload id {uploadId}  {fate}");

    private static string Fate(SweptUpload upload, bool isDry) =>
        upload.IsAborted ? "aborted"
        : upload.HasObject ? $"{(isDry ? "would be left" : "NOT aborted")}: an object stands that is of its parts, and some stores delete its bytes with them"
        : isDry ? "would be aborted"
        : "NOT aborted: the store refused";
}
