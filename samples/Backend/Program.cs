using System.CommandLine;
using Backend;
using Samples;

// A back end for clients without credentials, and two pages that use it. Without options it needs nothing: its storage is an S3 endpoint
// inside this process. With options, the same code signs for a real store.

var url = new Option<string>("--url") { Description = "Where the back end listens.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
var bucket = new Option<string?>("--bucket") { Description = "The bucket that uploads go to; without it, an endpoint inside this process is used." };
var setUp = new Option<bool>("--set-up-bucket") { Description = "Create the bucket if it is missing, let pages of --url use it (CORS), and have it delete what is not completed." };
var store = new StoreArguments();

var command = new RootCommand("A back end that lets browsers upload large files to S3-compatible storage through pre-signed URLs.") { url, bucket, setUp };
store.AddTo(command);
CommandLine.SetAction(command, async (parsed, cancellationToken) =>
{
    if (parsed.GetValue(bucket) is { } name)
    {
        var named = new BackendStore(store.Read(parsed), name);
        await BackendHost.RunAsync(named, parsed.GetValue(url)!, parsed.GetValue(setUp), cancellationToken);
    }
    else if (store.AreIn(parsed) || parsed.GetValue(setUp))
    {
        throw new ArgumentException("No bucket was given. Name one with --bucket, and add --set-up-bucket if it is not there yet.");
    }
    else
    {
        await using EmbeddedStore embedded = await EmbeddedStore.StartAsync("uploads", cancellationToken);
        await BackendHost.RunAsync(new BackendStore(embedded.Store, "uploads"), parsed.GetValue(url)!, setUpBucket: true, cancellationToken);
    }

    return 0;
});
return await CommandLine.RunAsync(command, args);
