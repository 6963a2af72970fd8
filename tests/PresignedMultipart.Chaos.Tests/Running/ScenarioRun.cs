using System.Globalization;
using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Parts;
using PresignedMultipart.S3;
using PresignedMultipart.Testing;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Runs one scenario against a storage of its own and gathers what is left of it.</summary>
internal sealed class ScenarioRun : IAsyncDisposable
{
    private const string Bucket = "bucket";

    private static readonly HttpClient Plain = new();

    private readonly Scenario _scenario;
    private readonly S3TestServer _server;
    private readonly ImpatientS3Client _client;
    private readonly S3PresignedUrlProvider _provider;
    private readonly VirtualTime _time;
    private readonly Pump _pump;
    private readonly FaultySigner _signer;
    private readonly ServerFaults _faults;
    private readonly MemoryBudget _memory;
    private readonly CountedConnections _connections;
    private readonly MultipartUploader _uploader;
    private readonly ScriptedSource _pieces;
    private readonly SourceFile? _file;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly ProgressRecord _progress = new();
    private readonly UploadTarget _target;
    private readonly Steps _steps;
    private TimeSpan? _endedAt;
    private int _stepsToEnd = int.MaxValue;

    private ScenarioRun(Scenario scenario, S3TestServer server, string folder)
    {
        _scenario = scenario;
        _server = server;
        _client = new ImpatientS3Client(server.AccessKey, server.SecretKey, server.Endpoint, server.Region, scenario.SignerRetries);
        _provider = new S3PresignedUrlProvider(_client);
        _time = new VirtualTime(scenario.ClockSkew);
        _faults = new ServerFaults(server, _time);
        _steps = new Steps(scenario.EndingStep, End);
        _signer = new FaultySigner(_provider, scenario, _time, _steps.Next);
        MultipartUploadOptions options = Options(scenario);
        _memory = new MemoryBudget((long)scenario.MemoryBlocks * BlockPool.BlockSize, _time);
        _connections = new CountedConnections(options, _time, scenario.RefusedConnections);
        _pump = new Pump(_time, server, _faults, _signer, _connections);
        _uploader = new MultipartUploader(_signer, options, _connections, _logs, _time, _memory);
        _pieces = new ScriptedSource(scenario, _time, _steps);
        _file = scenario.IsFile ? new SourceFile(scenario, folder) : null;
        _target = new UploadTarget(Bucket, string.Create(CultureInfo.InvariantCulture, $"seed/{scenario.Seed}")) { FailIfExists = scenario.FailIfExists };
    }

    public static async Task<ScenarioRun> StartAsync(Scenario scenario, string folder)
    {
        S3TestServer server = await S3TestServer.StartAsync(new S3TestServerOptions
        {
            DefaultBuckets = { Bucket },
            MinimumPartSize = 1,
            ComputeDefaultChecksum = scenario.StorageComputesChecksums,
            UseReservedCharactersInUploadIds = scenario.UploadIdsNeedEncoding,
            RejectUnsignedContentType = true,
        });
        var run = new ScenarioRun(scenario, server, folder);
        await run.PrepareAsync();
        return run;
    }

    public async Task<Evidence> RunAsync()
    {
        UploadResult? result = null;
        Exception? failure = null;
        var upload = new SourceUpload(_scenario, _pieces, _file, _target);
        await using (_pump.ConfigureAwait(false))
        {
            _pump.Start();
            try
            {
                result = await upload.RunAsync(_uploader, _progress, _cancellation.Token);
            }
#pragma warning disable CA1031 // Whatever it is, the promises judge it.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                failure = thrown;
            }

            (bool wasEnded, int steps) = (_steps.HasActed, _steps.Count);
            TimeSpan timeToEnd = _time.Elapsed - _endedAt.GetValueOrDefault(_time.Elapsed);
            int calls = _signer.Calls;
            await _pump.WaitUntilAsync(() => _server.Requests.All(request => request.IsFinished) && _signer.Working == 0 && _memory.RentedBytes == 0);
            long memoryRented = _memory.RentedBytes;
            bool isGateWhole = Wholeness.Of(_uploader.Gate);
            bool isMemoryWhole = Wholeness.Of(_memory);
            int most = _connections.Most;
            _uploader.Dispose();
            _connections.Dispose();
            await _pump.WaitUntilAsync(() => _connections.Open == 0);
            S3TestObject? stored = _server.FindObject(Bucket, _target.Key);
            return new Evidence
            {
                Scenario = _scenario,
                Target = _target,
                Result = result,
                Failure = failure,
                WasEnded = wasEnded,
                WasEndedBefore = steps > _stepsToEnd,
                Token = _cancellation.Token,
                TimeToEnd = timeToEnd,
                Requests = _server.Requests,
                Object = stored,
                ObjectBytes = stored is null ? null : Read(stored),
                OpenUploads = _server.MultipartUploads,
                UploadIds = _signer.UploadIds,
                SignerFaults = _signer.Struck,
                SignerCalls = (calls, _signer.Calls),
                HasSourceFailed = _scenario.HasFatalSource && (_pieces.HasStruck || _file is { HasStruck: true }),
                SourceFailure = _pieces.Failure,
                Progress = _progress.Reports,
                HasProgressOverlapped = _progress.HasOverlapped,
                Logs = _logs.Lines,
                Secrets = [_server.SecretKey, _server.AccessKey],
                MemoryRented = memoryRented,
                IsMemoryWhole = isMemoryWhole,
                IsGateWhole = isGateWhole,
                MostConnections = most,
                OpenConnections = _connections.Open,
                IsPipeCompleted = upload.IsPipeCompleted,
            };
        }
    }

    public int Seed => _scenario.Seed;

    /// <summary>What goes on at present, for a run that hangs.</summary>
    public override string ToString() =>
        $"{_scenario}\n  the clock: {_time.Elapsed}, next wait {_time.NextWait}; the provider works on {_signer.Working} calls; memory rented {_memory.RentedBytes}\n  "
        + string.Join("\n  ", _server.Requests.Select(request => $"{request} {(_faults.Holds(request) ? "held" : "")}"));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _uploader.Dispose();
        _connections.Dispose();
        _memory.Dispose();
        _provider.Dispose();
        _client.Dispose();
        _file?.Dispose();
        _cancellation.Dispose();
    }

    private static MultipartUploadOptions Options(Scenario scenario) => new()
    {
        MinPartSize = 1,
        PartSize = scenario.PartSize,
        SinglePutThreshold = scenario.SinglePutThreshold,
        MaxConcurrency = scenario.MaxConcurrency,
        AdaptiveConcurrency = scenario.AdaptiveConcurrency,
        MaxAttempts = scenario.MaxAttempts,
        Checksum = scenario.Checksum,
        SignChecksums = scenario.SignChecksums,
    };

    private async Task PrepareAsync()
    {
        if (_scenario.HasPriorObject)
        {
            ReadOnlyMemory<byte> before = Bytes.Before(_scenario);
            PresignedUrl url = await _provider.PresignPutObjectAsync(new UploadTarget(Bucket, _target.Key));
            using var content = new ReadOnlyMemoryContent(before);
            using HttpResponseMessage answer = await Plain.PutAsync(url.Uri, content);
            answer.EnsureSuccessStatusCode();
            _server.ClearRequests();
        }

        // The first rule of all, which strikes nothing: it sees every request arrive.
        _server.Faults.OnAnyOperation().When(Arrives).DelayBy(TimeSpan.Zero);
        foreach (ServerFault fault in _scenario.ServerFaults)
        {
            _faults.Add(fault);
        }
    }

    private bool Arrives(S3TestRequest request)
    {
        _steps.Next();
        if (request.Operation is S3Operation.UploadPart or S3Operation.PutObject)
        {
            _file?.PutArrives();
        }

        return false;
    }

    private void End()
    {
        if (_scenario.Ending == Ending.Cancel)
        {
            _endedAt = _time.Elapsed;
            _cancellation.Cancel();
            _stepsToEnd = _steps.Count;
        }
        else if (_scenario.Source != SourceKind.OpenWrite)
        {
            _uploader.Dispose();
        }
    }

    private static byte[] Read(S3TestObject stored)
    {
        using Stream stream = stored.OpenRead();
        byte[] bytes = new byte[stored.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
