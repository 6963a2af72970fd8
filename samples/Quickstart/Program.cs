using System.CommandLine;
using Quickstart;

// Uploads a file through pre-signed URLs and checks what arrived. Without options it needs nothing: it makes a file of 256 MiB and an
// S3 endpoint inside this process. With options, the same code talks to a real store.

var file = new Argument<FileInfo?>("file") { Description = "The file to upload; without it, one of 256 MiB is made.", Arity = ArgumentArity.ZeroOrOne };
var endpoint = new Option<Uri?>("--endpoint")
{
    Description = "URL of an S3-compatible store; without it and with --bucket, Amazon S3.",
    CustomParser = argument =>
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return url;
        }

        argument.AddError($"'{argument.Tokens[0].Value}' is no http or https URL, such as https://s3.example.com.");
        return null;
    },
};
var bucket = new Option<string?>("--bucket") { Description = "The bucket; without it, an endpoint inside this process is used." };
var key = new Option<string?>("--key") { Description = "The object's key; the file's name by default." };
var region = new Option<string?>("--region") { Description = "The region; AWS_REGION or the profile's by default." };
var accessKey = new Option<string?>("--access-key") { Description = "Access key; the usual AWS environment or profile by default." };
var secretKey = new Option<string?>("--secret-key") { Description = "Secret key, with --access-key." };
var createBucket = new Option<bool>("--create-bucket") { Description = "Create the bucket if it is missing." };

var command = new RootCommand("Uploads a large file to S3-compatible storage through pre-signed URLs.") { file, endpoint, bucket, key, region, accessKey, secretKey, createBucket };
command.SetAction((parsed, cancellationToken) => Demo.RunAsync(
    new DemoOptions
    {
        File = parsed.GetValue(file),
        Endpoint = parsed.GetValue(endpoint),
        Bucket = parsed.GetValue(bucket),
        Key = parsed.GetValue(key),
        Region = parsed.GetValue(region),
        AccessKey = parsed.GetValue(accessKey),
        SecretKey = parsed.GetValue(secretKey),
        CreateBucket = parsed.GetValue(createBucket),
    },
    cancellationToken));

// Ctrl+C aborts the upload, so that no part stays in the storage; that takes a request or two.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
