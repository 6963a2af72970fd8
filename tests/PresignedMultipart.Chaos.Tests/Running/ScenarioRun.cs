using System.Globalization;
using PresignedMultipart.Chaos.Tests.Promises;
using PresignedMultipart.Chaos.Tests.Scenarios;
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
    private readonly ScriptedSource _pieces;
    private readonly SourceFile? _file;
    private readonly JournalFolder _journal;
    private readonly RecordingLoggerFactory _logs = new();
    private readonly UploadTarget _target;
    private readonly Steps _steps = new();
    private readonly List<Evidence> _calls = [];
    private UploaderLife _life;
    private ReadOnlyMemory<byte> _content;

    private ScenarioRun(Scenario scenario, S3TestServer server, string folder)
    {
        _scenario = scenario;
        _server = server;
        _client = new ImpatientS3Client(server.AccessKey, server.SecretKey, server.Endpoint, server.Region, scenario.SignerRetries);
        _provider = new S3PresignedUrlProvider(_client);
        _time = new VirtualTime(scenario.ClockSkew);
        _faults = new ServerFaults(server, _time);
        _signer = new FaultySigner(_provider, scenario, _time, _steps.Next);
        _pump = new Pump(_time, server, _faults, _signer, () => _life!.Connections.Requests);
        _pieces = new ScriptedSource(scenario, _time, _steps);
        _file = scenario.IsFile ? new SourceFile(scenario, folder) : null;
        _content = Bytes.Of(scenario);
        _target = new UploadTarget(Bucket, string.Create(CultureInfo.InvariantCulture, $"seed/{scenario.Seed}")) { FailIfExists = scenario.FailIfExists };
        _journal = new JournalFolder(scenario, folder, _provider.Storage, _target);
        _life = Start(scenario.RefusedConnections);
    }

    public int Seed => _scenario.Seed;

    /// <summary>The calls that were made.</summary>
    public IReadOnlyList<Evidence> Calls => _calls;

    /// <summary>What became of what they left; <see langword="null"/> without a journal.</summary>
    public Aftermath? Aftermath { get; private set; }

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

    public async Task RunAsync()
    {
        await using (_pump.ConfigureAwait(false))
        {
            _pump.Start();
            for (int i = 0; i < _scenario.Calls.Count && (i == 0 || _calls[^1].Result is null); i++)
            {
                UploadCall call = _scenario.Calls[i];
                await PassTimeAsync(call);
                // Only where the next call is made by the same uploader does it live on.
                bool isLast = i + 1 == _scenario.Calls.Count || _scenario.Calls[i + 1].IsRestarted || _scenario.MayEndBeforeCreation(call);
                _calls.Add(await CallAsync(call, isLast));
                if (_life.HasEnded)
                {
                    _life = Start(refuse: 0);
                }
            }

            if (_scenario.HasJournal)
            {
                Calm();
                Aftermath = await CleanUpAsync(_calls[^1]);
            }
        }
    }

    /// <summary>What goes on at present, for a run that hangs.</summary>
    public override string ToString() =>
        $"{_scenario}\n  the clock: {_time.Elapsed}, next wait {_time.NextWait}; the provider works on {_signer.Working} calls; memory rented {_life.Memory.RentedBytes}\n  "
        + string.Join("\n  ", _server.Requests.Select(request => $"{request} {(_faults.Holds(request) ? "held" : "")}"))
        + $"\n  {string.Join("\n  ", _logs.Lines)}";

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _life.DisposeAsync();
        _provider.Dispose();
        _client.Dispose();
        _file?.Dispose();
    }

    private UploaderLife Start(int refuse) => new(_scenario, _signer, _logs, _time, _journal.Open(_time), refuse);

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

    /// <summary>What happens before a call.</summary>
    private async Task PassTimeAsync(UploadCall call)
    {
        if (_file is { HasStruck: true })
        {
            _content = _file.Read();
            _file.Write(_content.Span);
        }

        switch (call.Before)
        {
            case Interlude.ByteChanged:
                byte[] changed = _content.ToArray();
                changed[call.BeforeAt % changed.Length] ^= 1;
                Become(changed);
                break;
            case Interlude.Grown:
                Become([.. _content.Span, .. new byte[1 + (call.BeforeAt % 1_000)]]);
                break;
            case Interlude.LineTorn:
                _journal.Tear(call.BeforeAt);
                break;
            case Interlude.UploadLost when (await _journal.ReadAsync()).UploadId is { } lost:
                _faults.AreOff = true;
                await _provider.AbortMultipartUploadAsync(new MultipartUpload(_target, lost));
                _faults.AreOff = false;
                break;
            default:
                break;
        }

        if (call.IsCalm)
        {
            Calm();
        }
    }

    private void Become(byte[] content)
    {
        _content = content;
        _file?.Write(content);
    }

    private void Calm()
    {
        _faults.AreOff = true;
        _signer.IsCalm = true;
        _file?.IsCalm = true;
        _life.Connections.Calm();
    }

    private async Task<Evidence> CallAsync(UploadCall call, bool isLast)
    {
        (byte[]?, IReadOnlyList<S3TestMultipartUpload>, JournalState) before = (Read(_server.FindObject(Bucket, _target.Key)), _server.MultipartUploads, await _journal.ReadAsync());
        (int requestsBefore, int faultsBefore, int uploadsBefore, int sentBefore) = (_server.Requests.Count, _signer.Struck.Count, _signer.UploadIds.Count, _life.Connections.Sent.Count);
        using var run = new CallRun(_scenario, call, _life, _target, _time, _steps);
        var upload = new SourceUpload(_scenario, call, _content, _pieces, _file, _target);
        await run.RunAsync(upload);

        int calls = _signer.Calls;
        await Pump.WaitUntilAsync(() => _server.Requests.All(request => request.IsFinished) && _signer.Working == 0 && _life.Memory.RentedBytes == 0);
        (long memoryRented, bool isGateWhole, bool isMemoryWhole) = (_life.Memory.RentedBytes, Wholeness.Of(_life.Uploader.Gate), Wholeness.Of(_life.Memory));
        bool areClosed = true;
        if (isLast || run.Result is not null)
        {
            await _life.DisposeAsync();
            areClosed = await Pump.WaitUntilAsync(() => _life.Connections.AreClosed);
        }

        S3TestObject? stored = _server.FindObject(Bucket, _target.Key);
        return new Evidence
        {
            Scenario = _scenario,
            Call = call,
            Target = _target,
            Content = _content,
            Before = before,
            Journal = await _journal.ReadAsync(),
            Pauses = run.Pauses,
            WasAborted = run.WasAborted,
            Result = run.Result,
            Failure = run.Failure,
            WasEnded = run.WasEnded,
            WasEndedBefore = run.WasEndedBefore,
            Token = run.Token,
            TimeToEnd = run.TimeToEnd,
            Requests = [.. _server.Requests.Skip(requestsBefore)],
            Object = stored,
            ObjectBytes = Read(stored),
            OpenUploads = _server.MultipartUploads,
            Sent = [.. _life.Connections.Sent.Skip(sentBefore)],
            UploadIds = [.. _signer.UploadIds],
            NewUploadIds = [.. _signer.UploadIds.Skip(uploadsBefore)],
            SignerFaults = [.. _signer.Struck.Skip(faultsBefore)],
            SignerCalls = (calls, _signer.Calls),
            HasSourceFailed = _scenario.HasFatalSource && (_pieces.HasStruck || _file is { HasStruck: true }),
            SourceFailure = _pieces.Failure,
            Progress = run.Progress.Reports,
            HasProgressOverlapped = run.Progress.HasOverlapped,
            Logs = _logs.Lines,
            Secrets = [_server.SecretKey, _server.AccessKey],
            MemoryRented = memoryRented,
            IsMemoryWhole = isMemoryWhole,
            IsGateWhole = isGateWhole,
            MostConnections = _life.Connections.Most,
            OpenConnections = areClosed ? 0 : _life.Connections.Open,
            IsPipeCompleted = upload.IsPipeCompleted,
        };
    }

    private async Task<Aftermath> CleanUpAsync(Evidence last)
    {
        bool? wasDiscarded = _scenario.IsDiscarded && last.Result is null ? await _life.Uploader.DiscardAsync(_target) : null;
        JournalState journal = await _journal.ReadAsync();
        IReadOnlyList<S3TestMultipartUpload> open = _server.MultipartUploads;

        // By a provider that lists what the storage has, and after everything was begun, also by the clock that was wrong.
        using var sweeper = new MultipartUploader(_provider, new MultipartUploadOptions { Journal = _journal.Open(_time) }, timeProvider: new VirtualTime(TimeSpan.FromDays(1_000)));
        return new Aftermath
        {
            LastCall = last,
            WasDiscarded = wasDiscarded,
            Journal = journal,
            OpenUploads = open,
            Swept = await sweeper.SweepAsync(Bucket, TimeSpan.Zero),
            SweptAgain = await sweeper.SweepAsync(Bucket, TimeSpan.Zero),
            OpenAtLast = _server.MultipartUploads,
            JournalAtLast = await _journal.ReadAsync(),
        };
    }

    private static byte[]? Read(S3TestObject? stored)
    {
        if (stored is null)
        {
            return null;
        }

        using Stream stream = stored.OpenRead();
        byte[] bytes = new byte[stored.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
