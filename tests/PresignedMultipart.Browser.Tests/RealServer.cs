using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using PresignedMultipart.Survival.Tests;

namespace PresignedMultipart.Browser.Tests;

/// <summary>A real S3 server, started empty by <c>eng/s3-servers</c>. Where it cannot be started the tests fail; they are never skipped.</summary>
/// <param name="name">One of the script's servers.</param>
/// <param name="hasCorsOfBuckets">Whether a bucket says which pages may use it, and not the server's operator for all of them.</param>
public abstract partial class RealServer(string name, bool hasCorsOfBuckets) : IAsyncLifetime
{
    private readonly ServerScript _script = new(name, "browser");
    private Dictionary<string, string> _settings = [];

    public async Task InitializeAsync() =>
        _settings = Export().Matches(await _script.RunAsync("start")).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);

    public Task DisposeAsync() => _script.RunAsync("stop");

    internal AmazonS3Client Connect() => new(
        new BasicAWSCredentials(_settings["S3_ACCESS_KEY"], _settings["S3_SECRET_KEY"]),
        new AmazonS3Config { ServiceURL = _settings["S3_ENDPOINT"], ForcePathStyle = true, AuthenticationRegion = _settings["S3_REGION"] });

    /// <summary>The sample on a new bucket of this server.</summary>
    internal async Task<BackendProcess> StartBackendAsync(string bucket)
    {
        string[] arguments =
        [
            "--endpoint", _settings["S3_ENDPOINT"], "--region", _settings["S3_REGION"], "--access-key", _settings["S3_ACCESS_KEY"], "--secret-key", _settings["S3_SECRET_KEY"], "--bucket", bucket,
        ];
        if (hasCorsOfBuckets)
        {
            return await BackendProcess.StartAsync([.. arguments, "--set-up-bucket"]);
        }

        using AmazonS3Client client = Connect();
        await client.PutBucketAsync(bucket);
        return await BackendProcess.StartAsync(arguments);
    }

    [GeneratedRegex("^export (S3_[A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
