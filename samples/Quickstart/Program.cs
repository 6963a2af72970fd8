using System.CommandLine;
using Quickstart;
using Samples;

// Uploads a file through pre-signed URLs and checks what arrived. Without options it needs nothing: it makes a file of 256 MiB and an
// S3 endpoint inside this process. With options, the same code talks to a real store.

var file = new Argument<FileInfo?>("file") { Description = "The file to upload; without it, one of 256 MiB is made.", Arity = ArgumentArity.ZeroOrOne };
var bucket = new Option<string?>("--bucket") { Description = "The bucket; without it, an endpoint inside this process is used." };
var key = new Option<string?>("--key") { Description = "The object's key; the file's name by default." };
var createBucket = new Option<bool>("--create-bucket") { Description = "Create the bucket if it is missing." };
var store = new StoreArguments();

var command = new RootCommand("Uploads a large file to S3-compatible storage through pre-signed URLs.") { file, bucket, key, createBucket };
store.AddTo(command);
CommandLine.SetAction(command, (parsed, cancellationToken) => Demo.RunAsync(
    new DemoOptions
    {
        File = parsed.GetValue(file),
        Bucket = parsed.GetValue(bucket),
        Key = parsed.GetValue(key),
        CreateBucket = parsed.GetValue(createBucket),
        Store = store.AreIn(parsed) || parsed.GetValue(bucket) is not null || parsed.GetValue(createBucket) ? store.Read(parsed) : null,
    },
    cancellationToken));
return await CommandLine.RunAsync(command, args);
