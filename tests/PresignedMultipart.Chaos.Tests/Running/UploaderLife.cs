using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Parts;
using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>An uploader with its memory and its connections, from one start of its program to the next.</summary>
internal sealed class UploaderLife : IAsyncDisposable
{
    public UploaderLife(Scenario scenario, FaultySigner signer, RecordingLoggerFactory logs, VirtualTime time, IUploadJournal? journal, int refuse)
    {
        MultipartUploadOptions options = Options(scenario);
        options.Journal = journal;
        Memory = new MemoryBudget((long)scenario.MemoryBlocks * MemoryBudget.PartBlockSize, time);
        Connections = new CountedConnections(options, time, refuse);
        Uploader = new MultipartUploader(signer, options, Connections, logs, time, Memory);
    }

    public MultipartUploader Uploader { get; }

    public MemoryBudget Memory { get; }

    public CountedConnections Connections { get; }

    public bool HasEnded { get; private set; }

    /// <summary>Lets what goes on behind the scenes end, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        HasEnded = true;
        await Uploader.DisposeAsync();
        Connections.Dispose();
        Memory.Dispose();
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
}
