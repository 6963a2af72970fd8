using PresignedMultipart.Testing.Hosting;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing;

/// <summary>
/// An S3 endpoint inside the process, on loopback: it checks signatures as S3 does, keeps objects and multipart uploads, and has faults on demand.
/// </summary>
/// <remarks>Path style only: <c>http://127.0.0.1:port/bucket/key</c>. All members may be used by several threads at once.</remarks>
public sealed class S3TestServer : IAsyncDisposable
{
    private readonly S3TestCredentials _credentials;
    private readonly S3Store _store;
    private readonly RequestLog _log;
    private readonly RequestPipeline _pipeline;
    private readonly KestrelHost _host;
    private int _disposed;

    private S3TestServer(S3TestCredentials credentials, S3Store store, RequestLog log, RequestPipeline pipeline, KestrelHost host, string region)
    {
        _credentials = credentials;
        _store = store;
        _log = log;
        _pipeline = pipeline;
        _host = host;
        Region = region;
    }

    /// <summary>Where the server listens, such as <c>http://127.0.0.1:41234</c>.</summary>
    public Uri Endpoint => _host.Endpoint;

    /// <summary>The access key id of the server's own account, the first of <see cref="S3TestServerOptions.Credentials"/>.</summary>
    public string AccessKey => _credentials.AccessKey;

    /// <summary>The secret key of the server's own account.</summary>
    public string SecretKey => _credentials.SecretKey;

    /// <summary>The region that signatures must be made for.</summary>
    public string Region { get; }

    /// <summary>The faults that the server has, none at first.</summary>
    public S3Faults Faults => _pipeline.Faults;

    /// <summary>All objects of all buckets, by bucket and key, as they are now.</summary>
    public IReadOnlyList<S3TestObject> Objects => _store.SnapshotObjects();

    /// <summary>The multipart uploads that are in progress now, in the order of their creation.</summary>
    public IReadOnlyList<S3TestMultipartUpload> MultipartUploads => _store.SnapshotUploads();

    /// <summary>
    /// The requests that were received, in the order of their arrival, those in progress included; as many of the last ones as
    /// <see cref="S3TestServerOptions.RequestLogCapacity"/> says.
    /// </summary>
    public IReadOnlyList<S3TestRequest> Requests => _log.Snapshot();

    /// <summary>How many requests were received since the start, also those that <see cref="Requests"/> forgot.</summary>
    public long RequestCount => _log.Count;

    /// <summary>The most requests that were in progress at one time since the start.</summary>
    public int PeakConcurrentRequests => _log.PeakConcurrency;

    /// <summary>How many connections were accepted since the start.</summary>
    public int ConnectionCount => _host.ConnectionCount;

    /// <summary>Starts a server with the default options.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, listening.</returns>
    public static Task<S3TestServer> StartAsync(CancellationToken cancellationToken = default) =>
        StartAsync(new S3TestServerOptions(), cancellationToken);

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is set up; later changes of it have no effect.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, listening.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or two pairs of keys have the same access key.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<S3TestServer> StartAsync(S3TestServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ServerSettings settings = ServerSettings.From(options);
        var store = new S3Store(settings);
        var log = new RequestLog(settings);
        var pipeline = new RequestPipeline(settings, store, log);
        try
        {
            KestrelHost host = await KestrelHost.StartAsync(settings, pipeline, cancellationToken).ConfigureAwait(false);
            return new S3TestServer(settings.Credentials[0], store, log, pipeline, host, settings.Region);
        }
        catch
        {
            pipeline.Dispose();
            store.Dispose();
            throw;
        }
    }

    /// <summary>Makes a bucket that the server's own account owns; nothing happens if it has it already.</summary>
    /// <param name="name">The name, under S3's rules.</param>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="InvalidOperationException">Another account has a bucket of this name.</exception>
    public void CreateBucket(string name) => _store.EnsureBucket(name, _credentials.Account);

    /// <summary>Looks an object up without a request.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    /// <returns>The object as it is now; <see langword="null"/> when there is none.</returns>
    public S3TestObject? FindObject(string bucket, string key) => _store.FindSnapshot(bucket, key);

    /// <summary>
    /// Waits for a request, past or to come, that a condition holds for, so that a test need not sleep. It is asked when a request arrives and
    /// when it is finished.
    /// </summary>
    /// <param name="condition">The condition; it may be called by several threads at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first such request.</returns>
    public Task<S3TestRequest> WaitForRequestAsync(Func<S3TestRequest, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _log.WaitForAsync(condition, cancellationToken);
    }

    /// <summary>Forgets the requests so far and counts attempts from 1 again; counters that go from the start stay.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops at once: requests in progress are cut off, stalled ones too, and files are deleted.</summary>
    /// <returns>A task that ends when the port is free and the files are gone.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _pipeline.Stop();
        await _host.DisposeAsync().ConfigureAwait(false);
        _pipeline.Dispose();
        _store.Dispose();
    }
}
