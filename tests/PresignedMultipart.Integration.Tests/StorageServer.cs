using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests;

/// <summary>
/// The real S3 server that the environment names, and a bucket on it that is deleted with everything in it at the end.
/// As a class fixture every test class has a bucket of its own:
/// <code>
/// public sealed class ResumeTests(StorageServer server) : IClassFixture&lt;StorageServer&gt;
/// </code>
/// Without a server the tests fail. They are never skipped: a green run always has met a server.
/// </summary>
public sealed class StorageServer : IAsyncLifetime
{
    private readonly string _accessKey;
    private readonly string _secretKey;

    public StorageServer()
    {
        string[] missing = [.. new[] { "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY" }.Where(name => Read(name) is null)];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException(
                $"The integration tests need a real S3 server, but {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} not set. " +
                "Run all tests with `eng/test`, or start a server with `eval \"$(eng/s3-servers start ceph)\"` and run `dotnet test` again.");
        }

        Endpoint = new Uri(Read("S3_ENDPOINT")!);
        _accessKey = Read("S3_ACCESS_KEY")!;
        _secretKey = Read("S3_SECRET_KEY")!;
        Name = Read("S3_SERVER") ?? "";
        Capabilities = ServerCapabilities.Of(Name);
        Region = Read("S3_REGION") ?? "us-east-1";
        Client = CreateClient(Endpoint);
        Provider = new S3PresignedUrlProvider(ProviderOptions());
    }

    /// <summary>Its name, if it has one of those of eng/s3-servers.</summary>
    public string Name { get; }

    /// <summary>What differs between servers.</summary>
    internal ServerCapabilities Capabilities { get; }

    public Uri Endpoint { get; }

    public string Region { get; }

    /// <summary>The smallest part that it takes before the last one, in bytes.</summary>
    public int SmallestPart => int.Parse(
        Read("S3_SMALLEST_PART") ?? throw new InvalidOperationException("S3_SMALLEST_PART is not set: this test makes 10,000 parts, so it needs a server that takes small ones, and their least length in bytes there."),
        CultureInfo.InvariantCulture);

    /// <summary>Kills the server and brings it back.</summary>
    internal Gateway Gateway => new(
        Read("S3_GATEWAY_KILL") ?? throw new InvalidOperationException("S3_GATEWAY_KILL is not set: this test needs the command that kills the server."),
        Read("S3_GATEWAY_START") ?? throw new InvalidOperationException("S3_GATEWAY_START is not set: this test needs the command that brings the server back, and ends when it answers."));

    /// <summary>Takes the room for objects away and gives it back.</summary>
    internal StorageRoom Room => new(
        Read("S3_STORAGE_FILL") ?? throw new InvalidOperationException("S3_STORAGE_FILL is not set: this test needs the command after which the server has no room for another byte."),
        Read("S3_STORAGE_FREE") ?? throw new InvalidOperationException("S3_STORAGE_FREE is not set: this test needs the command that gives the server room again."));

    /// <summary>Signs what no SDK would, with the rights of the bucket's owner.</summary>
    internal Signer Signer => new(Endpoint, _accessKey, _secretKey, Region);

    /// <summary>A client with the rights of the bucket's owner.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>A provider with the rights of the bucket's owner.</summary>
    public S3PresignedUrlProvider Provider { get; }

    /// <summary>The bucket of this fixture; it is there, and empty, before the first test.</summary>
    public string Bucket { get; } = "test-" + Guid.NewGuid().ToString("N");

    /// <summary>What <see cref="GetPreSignedUrlRequest.Protocol"/> must be for this server; the SDK presigns for HTTPS otherwise.</summary>
    public Amazon.S3.Protocol Protocol => Endpoint.Scheme == Uri.UriSchemeHttps ? Amazon.S3.Protocol.HTTPS : Amazon.S3.Protocol.HTTP;

    public async Task InitializeAsync() => await Client.PutBucketAsync(Bucket);

    public async Task DisposeAsync()
    {
        try
        {
            await EmptyBucketAsync();
            await Client.DeleteBucketAsync(Bucket);
        }
        finally
        {
            Provider.Dispose();
            Client.Dispose();
        }
    }

    /// <summary>The options of <see cref="Provider"/>, with what a test wants otherwise.</summary>
    public S3ProviderOptions ProviderOptions(Action<S3ProviderOptions>? change = null)
    {
        var options = new S3ProviderOptions { Endpoint = Endpoint, Region = Region, AccessKey = _accessKey, SecretKey = _secretKey };
        change?.Invoke(options);
        return options;
    }

    public Task DeleteAsync(string key) => Client.DeleteObjectAsync(Bucket, key);

    /// <summary>The keys of all objects in <see cref="Bucket"/>; for tests with few of them.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. ((await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket })).S3Objects ?? []).Select(found => found.Key)];

    /// <summary>The keys of all multipart uploads in progress in <see cref="Bucket"/>; for tests with few of them.</summary>
    public async Task<IReadOnlyList<string>> UploadsInProgressAsync() =>
        [.. ((await Client.ListMultipartUploadsAsync(Bucket)).MultipartUploads ?? []).Select(found => found.Key)];

    /// <summary>
    /// A client of the server under another address, such as a proxy before it or its TLS endpoint. The caller disposes it.
    /// </summary>
    public AmazonS3Client CreateClient(Uri endpoint) => CreateClient(endpoint, _accessKey, _secretKey);

    /// <summary>
    /// A client of the server's TLS endpoint that trusts its private certificate authority. With a server that has none it speaks TLS to
    /// the HTTP port. The caller disposes it.
    /// </summary>
    public AmazonS3Client CreateTlsClient()
    {
        Uri endpoint = !Capabilities.Tls ? new UriBuilder(Endpoint) { Scheme = Uri.UriSchemeHttps }.Uri
            : new Uri(Read("S3_TLS_ENDPOINT") ?? throw new InvalidOperationException("S3_TLS_ENDPOINT is not set: this test needs the server's HTTPS endpoint, and its authority's certificate in S3_CA_FILE."));
        return CreateClient(endpoint, _accessKey, _secretKey, new TrustingHttpClientFactory(TrustPolicy()));
    }

    /// <summary>Trust in the certificate authority of S3_CA_FILE, if the server has TLS, and in no other.</summary>
    public X509ChainPolicy TrustPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (Capabilities.Tls)
        {
            policy.CustomTrustStore.ImportFromPemFile(Read("S3_CA_FILE") ?? throw new InvalidOperationException("S3_CA_FILE is not set: it names the file of the server's certificate authority."));
        }

        return policy;
    }

    /// <summary>A client of another user, who has no rights on <see cref="Bucket"/>. The caller disposes it.</summary>
    public AmazonS3Client CreateClientOfAnotherUser() => CreateClient(
        Endpoint,
        Read("S3_OTHER_ACCESS_KEY") ?? throw new InvalidOperationException("S3_OTHER_ACCESS_KEY is not set: this test needs a second user."),
        Read("S3_OTHER_SECRET_KEY") ?? throw new InvalidOperationException("S3_OTHER_SECRET_KEY is not set: this test needs a second user."));

    /// <summary>Credentials of the role in S3_ROLE_ARN, which end after so many seconds. With a server without an STS it asks all the same.</summary>
    public Task<SessionAWSCredentials> AssumeRoleAsync(int seconds)
    {
        string role = !Capabilities.TemporaryCredentials ? "arn:aws:iam:::role/none"
            : Read("S3_ROLE_ARN") ?? throw new InvalidOperationException("S3_ROLE_ARN is not set: this test needs a role that the first user may assume, for one second too.");
        return SecurityTokenService.AssumeRoleAsync(Endpoint, Region, _accessKey, _secretKey, role, seconds);
    }

    /// <summary>The object is, byte for byte, the file. Both are streamed, so their size does not matter.</summary>
    public Task AssertSameBytesAsync(string localPath, string key) => AssertSameBytesAsync(localPath, Bucket, key);

    /// <inheritdoc cref="AssertSameBytesAsync(string, string)"/>
    public async Task AssertSameBytesAsync(string localPath, string bucket, string key)
    {
        using GetObjectResponse response = await Client.GetObjectAsync(bucket, key);
        await using FileStream file = File.OpenRead(localPath);

        Assert.Equal(file.Length, response.ContentLength);
        Assert.Equal(
            Convert.ToHexStringLower(await SHA256.HashDataAsync(file)),
            Convert.ToHexStringLower(await SHA256.HashDataAsync(response.ResponseStream)));
    }

    /// <summary>Aborts every multipart upload and deletes every object in <see cref="Bucket"/>.</summary>
    public async Task EmptyBucketAsync()
    {
        var uploads = Client.Paginators.ListMultipartUploads(new ListMultipartUploadsRequest { BucketName = Bucket });
        await foreach (ListMultipartUploadsResponse page in uploads.Responses)
        {
            foreach (Amazon.S3.Model.MultipartUpload upload in page.MultipartUploads ?? [])
            {
                try
                {
                    await Client.AbortMultipartUploadAsync(Bucket, upload.Key, upload.UploadId);
                }
                catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
                {
                    // It ended after it was listed.
                }
            }
        }

        var objects = Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket });
        await foreach (ListObjectsV2Response page in objects.Responses)
        {
            if (page.S3Objects is { Count: > 0 } found)
            {
                await Client.DeleteObjectsAsync(new DeleteObjectsRequest
                {
                    BucketName = Bucket,
                    Objects = [.. found.Select(o => new KeyVersion { Key = o.Key })],
                });
            }
        }
    }

    private AmazonS3Client CreateClient(Uri endpoint, string accessKey, string secretKey, HttpClientFactory? httpClientFactory = null) => new(
        new BasicAWSCredentials(accessKey, secretKey),
        new AmazonS3Config
        {
            ServiceURL = endpoint.AbsoluteUri,
            AuthenticationRegion = Region,
            ForcePathStyle = true,
            HttpClientFactory = httpClientFactory,
            // Servers older than the SDK's additional checksums are met in the field.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private sealed class TrustingHttpClientFactory(X509ChainPolicy policy) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
    }
}
