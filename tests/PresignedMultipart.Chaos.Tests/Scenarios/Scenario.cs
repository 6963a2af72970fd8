using System.Text;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Everything that a seed stands for: drawn before anything runs, so that the same seed is the same plan in every run.</summary>
internal sealed record Scenario
{
    // As in PartRetry: more new URLs than this are not asked for.
    private const int MaxRenewals = 3;

    public required int Seed { get; init; }

    public required SourceKind Source { get; init; }

    public required int Length { get; init; }

    public required bool IsLengthDeclared { get; init; }

    public required int PartSize { get; init; }

    public required int SinglePutThreshold { get; init; }

    /// <summary>How much a source that is read in order gives or is given at a time.</summary>
    public required int Chunk { get; init; }

    public required int MemoryBlocks { get; init; }

    public required int MaxConcurrency { get; init; }

    public required bool AdaptiveConcurrency { get; init; }

    public required int MaxAttempts { get; init; }

    public required ChecksumAlgorithm Checksum { get; init; }

    public required bool SignChecksums { get; init; }

    public required PresignedUrlProviderCapabilities Capabilities { get; init; }

    /// <summary>How often the provider itself repeats its calls.</summary>
    public required int SignerRetries { get; init; }

    public required bool FailIfExists { get; init; }

    public required bool HasPriorObject { get; init; }

    /// <summary>How far the client's clock is from the storage's.</summary>
    public required TimeSpan ClockSkew { get; init; }

    public required bool StorageComputesChecksums { get; init; }

    public required bool UploadIdsNeedEncoding { get; init; }

    public required IReadOnlyList<ServerFault> ServerFaults { get; init; }

    public required IReadOnlyList<SignerFault> SignerFaults { get; init; }

    public required SourceFault SourceFault { get; init; }

    /// <summary>The byte, or for files the PUT, at which the source's fault strikes.</summary>
    public required int SourceFaultAt { get; init; }

    /// <summary>How many connections are refused at first.</summary>
    public required int RefusedConnections { get; init; }

    /// <summary>Whether what is uploaded is written down, so that it can be gone on with.</summary>
    public required bool HasJournal { get; init; }

    /// <summary>The calls for the upload, one after the other until one completes it: one alone without a journal.</summary>
    public required IReadOnlyList<UploadCall> Calls { get; init; }

    /// <summary>Whether what the calls left is discarded at the end, instead of swept.</summary>
    public bool IsDiscarded { get; init; }

    public bool IsFile => Source is SourceKind.File or SourceKind.Handle or SourceKind.FileStream;

    /// <summary>Whether the bytes that the source gives make another object than the declared one, or none.</summary>
    public bool HasFatalSource => SourceFault is not (SourceFault.None or SourceFault.FallsAsleep or SourceFault.IsUnlinked or SourceFault.Stalls);

    /// <summary>Whether the caller may go before the creation is answered: it is waited for behind the caller, and aborted.</summary>
    public bool MayEndBeforeCreation(UploadCall call) =>
        call.IsStopped && (ServerFaults.Any(fault => fault.Operation == S3Operation.CreateMultipartUpload) || SignerFaults.Any(fault => fault.Call == SignerCall.Create));

    /// <summary>Whether nothing was drawn that the library does not promise to get over.</summary>
    public bool MustSucceed =>
        Calls is [{ IsStopped: false }]
        && SourceFault is SourceFault.None or SourceFault.FallsAsleep or SourceFault.IsUnlinked
        && SignerFaults.All(fault => fault.CostsOnlyTime)
        && !(FailIfExists && (HasPriorObject || ServerFaults.Count > 0))
        && PutsGetThrough
        && CreationGetsThrough
        && CompletionGetsThrough;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("seed ").Append(Seed)
            .Append(": ").Append(Length).Append(" bytes from ").Append(Source).Append(IsLengthDeclared ? "" : " of unknown length").Append(" by ").Append(Chunk)
            .Append(", parts of ").Append(PartSize).Append(", single PUT to ").Append(SinglePutThreshold)
            .Append(", ").Append(MaxConcurrency).Append(AdaptiveConcurrency ? " workers at most" : " workers").Append(", ").Append(MaxAttempts).Append(" attempts, ")
            .Append(MemoryBlocks).Append(" blocks, ").Append(Checksum).Append(SignChecksums ? " signed" : "").Append(", provider can ").Append(Capabilities).Append(" and repeats ").Append(SignerRetries)
            .Append(FailIfExists ? ", fails if it exists" : "").Append(HasPriorObject ? ", it exists" : "").Append(ClockSkew == TimeSpan.Zero ? "" : $", clock off by {ClockSkew}")
            .Append(StorageComputesChecksums ? "" : ", storage computes no sums").Append(UploadIdsNeedEncoding ? ", upload ids to encode" : "").AppendLine();
        foreach (ServerFault fault in ServerFaults)
        {
            text.Append("  storage: ").Append(fault).AppendLine();
        }

        foreach (SignerFault fault in SignerFaults)
        {
            text.Append("  provider: ").Append(fault).AppendLine();
        }

        if (SourceFault != SourceFault.None)
        {
            text.Append("  source: ").Append(SourceFault).Append(" at ").Append(SourceFaultAt).AppendLine();
        }

        if (RefusedConnections > 0)
        {
            text.Append("  network: refuses ").Append(RefusedConnections).AppendLine(" connections");
        }

        return text.Append("  calls").Append(HasJournal ? " with a journal: " : ": ").AppendJoin("; ", Calls).Append(IsDiscarded ? "; discarded" : "").ToString();
    }

    private bool PutsGetThrough =>
        RefusedConnections + Spent(FaultCost.Attempt, fault => fault.IsOfPut) < MaxAttempts
        && Spent(FaultCost.Url, fault => fault.IsOfPut) <= MaxRenewals
        && Spent(FaultCost.All, fault => fault.IsOfPut) == 0;

    private bool CreationGetsThrough => ServerFaults.Where(fault => fault.Operation == S3Operation.CreateMultipartUpload).All(fault => fault.Cost == FaultCost.Nothing);

    // An answer that is lost is made good by a look at the object.
    private bool CompletionGetsThrough =>
        ServerFaults.Where(fault => fault.Operation == S3Operation.CompleteMultipartUpload).All(fault =>
            fault.Cost == FaultCost.Nothing
            || (fault.Effect == ServerEffect.LoseAnswer
                && Capabilities.HasFlag(PresignedUrlProviderCapabilities.HeadObject)
                && ServerFaults.All(other => other.Operation is not (S3Operation.HeadObject or S3Operation.HeadBucket or S3Operation.ListParts))));

    private int Spent(FaultCost cost, Func<ServerFault, bool> of) => ServerFaults.Where(fault => of(fault) && fault.Cost == cost).Sum(fault => fault.Times);
}
