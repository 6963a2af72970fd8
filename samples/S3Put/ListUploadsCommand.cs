using System.CommandLine;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace S3Put;

/// <summary><c>list-uploads [s3://bucket/prefix] [--journal DIR]</c></summary>
internal static class ListUploadsCommand
{
    public static Command Create()
    {
        var address = new Argument<ObjectAddress?>("address") { Description = "s3://bucket or s3://bucket/prefix, to list what the store has as well.", Arity = ArgumentArity.ZeroOrOne, CustomParser = ObjectAddress.Parse };
        var journal = new JournalArguments("The directory that the uploads were put with.");
        var store = new StoreArguments();

        var command = new Command("list-uploads", "Lists uploads that were begun and do not stand yet: what waits in a journal, with its progress; of an address, also what the store keeps parts of.") { address };
        journal.AddTo(command);
        store.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                ObjectAddress? under = parsed.GetValue(address);
                using S3PresignedUrlProvider? provider = under is null ? null : new S3PresignedUrlProvider(store.Read(parsed));
                List<JournaledUpload> waiting = [];
                if ((under is null ? journal.Require(parsed) : journal.Read(parsed)) is { } kept)
                {
                    waiting = await kept.ListUploadsAsync(cancellationToken).Where(upload => under is null || (upload.Storage == provider!.Storage && IsUnder(upload.Target, under))).ToListAsync(cancellationToken);
                    Console.WriteLine($"{waiting.Count} upload(s) wait in {kept}");
                    waiting.ForEach(upload => Console.WriteLine($"  {UploadReport.Line(upload)}{(under is null ? $"  {upload.Storage}" : "")}"));
                }

                if (under is not null)
                {
                    List<IncompleteUpload> incomplete = await provider!.ListIncompleteUploadsAsync(under.Bucket, under.Key, cancellationToken).ToListAsync(cancellationToken);
                    Console.WriteLine($"{incomplete.Count} incomplete upload(s) in the store");
                    foreach (IncompleteUpload found in incomplete)
                    {
                        string waits = waiting.Any(upload => upload.UploadId == found.Upload.UploadId) ? "  waits in the journal" : "";
                        Console.WriteLine($"  {found.Upload.Target}  begun {Age.Since(found.InitiatedAt)}  upload id {found.Upload.UploadId}{waits}");
                    }
                }

                return 0;
            },
            _ => Task.FromResult<string?>(""));
        return command;
    }

    private static bool IsUnder(UploadTarget target, ObjectAddress address) => target.Bucket == address.Bucket && target.Key.StartsWith(address.Key, StringComparison.Ordinal);
}
