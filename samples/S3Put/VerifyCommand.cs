using System.CommandLine;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace S3Put;

/// <summary><c>verify FILE s3://bucket/key</c></summary>
internal static class VerifyCommand
{
    private const int ExitDifferent = 2;
    private const int ExitUnknown = 3;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file." };
        var address = new Argument<ObjectAddress?>("address") { Description = "The object: s3://bucket/key; the file's name follows a / at the end.", CustomParser = ObjectAddress.Parse };
        var partSize = new Option<long?>("--part-size") { Description = "Length of the object's parts, for a store that does not tell it.", CustomParser = ByteSize.Parse };
        var store = new StoreArguments();

        var command = new Command("verify", "Compares a file with an object by the checksum that the store keeps, without a download. Exit code 0: the same; 2: different or missing; 3: the store keeps nothing to compare; 1: it could not be found out.") { file, address, partSize };
        store.AddTo(command);
        CommandLine.SetAction(
            command,
            async (parsed, cancellationToken) =>
            {
                string path = parsed.GetRequiredValue(file);
                ObjectAddress of = parsed.GetRequiredValue(address)!;
                FileArgument.Check(path, "Verify its files one by one.", "Verify a file that has what came out of it.");
                var target = new UploadTarget(of.Bucket, of.KeyFor(path));
                using var provider = new S3PresignedUrlProvider(store.Read(parsed));
                if (await provider.FindObjectAsync(target, cancellationToken) is not { } stored)
                {
                    await Console.Error.WriteLineAsync($"{target}: there is no such object.");
                    return ExitDifferent;
                }

                FileVerification verification = await FileVerifier.VerifyAsync(path, stored, parsed.GetValue(partSize), cancellationToken);
                Console.WriteLine($"{target}  {verification.Verdict.ToString().ToLowerInvariant()}  {verification.Reason}");
                return verification.Verdict switch { FileVerdict.Same => 0, FileVerdict.Different => ExitDifferent, _ => ExitUnknown };
            },
            _ => Task.FromResult<string?>(""));
        return command;
    }
}
