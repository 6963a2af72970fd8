using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>What was left of one call of a scenario when it had run: all that the promises are judged by.</summary>
internal sealed record Evidence
{
    public required Scenario Scenario { get; init; }

    public required UploadCall Call { get; init; }

    public required UploadTarget Target { get; init; }

    /// <summary>What the source gave when the call was made.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What stood in the storage, and what the journal had, when the call was made.</summary>
    public required (byte[]? ObjectBytes, IReadOnlyList<S3TestMultipartUpload> OpenUploads, JournalState Journal) Before { get; init; }

    public required JournalState Journal { get; init; }

    public required IReadOnlyList<Pause> Pauses { get; init; }

    /// <summary>What an abort by the handle said.</summary>
    public required bool? WasAborted { get; init; }

    public required UploadResult? Result { get; init; }

    public required Exception? Failure { get; init; }

    /// <summary>Whether the caller had asked for the end before the upload had ended.</summary>
    public required bool WasEnded { get; init; }

    /// <summary>Whether it had, and the upload did something after that: otherwise the two may have come at once.</summary>
    public required bool WasEndedBefore { get; init; }

    public required CancellationToken Token { get; init; }

    /// <summary>On the virtual clock, from the moment at which the end was asked for to the end.</summary>
    public required TimeSpan TimeToEnd { get; init; }

    public required IReadOnlyList<S3TestRequest> Requests { get; init; }

    public required S3TestObject? Object { get; init; }

    public required byte[]? ObjectBytes { get; init; }

    public required IReadOnlyList<S3TestMultipartUpload> OpenUploads { get; init; }

    /// <summary>The requests that the library began to send.</summary>
    public required IReadOnlyList<SentRequest> Sent { get; init; }

    /// <summary>The uploads that the library was told of.</summary>
    public required IReadOnlyCollection<string> UploadIds { get; init; }

    /// <summary>Those of them that this call made.</summary>
    public required IReadOnlyCollection<string> NewUploadIds { get; init; }

    public required IReadOnlyCollection<SignerFault> SignerFaults { get; init; }

    /// <summary>How many calls the provider had when the upload had ended, and afterwards.</summary>
    public required (int AtEnd, int Later) SignerCalls { get; init; }

    /// <summary>Whether the source was not what it was declared to be before the storage had all parts.</summary>
    public required bool HasSourceFailed { get; init; }

    public required Exception SourceFailure { get; init; }

    public required IReadOnlyList<UploadProgress> Progress { get; init; }

    public required bool HasProgressOverlapped { get; init; }

    public required IReadOnlyCollection<string> Logs { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    public required long MemoryRented { get; init; }

    /// <summary>Whether all memory can be had at once.</summary>
    public required bool IsMemoryWhole { get; init; }

    /// <summary>Whether exactly as many requests as allowed can enter at once.</summary>
    public required bool IsGateWhole { get; init; }

    public required int MostConnections { get; init; }

    public required int OpenConnections { get; init; }

    public required bool IsPipeCompleted { get; init; }

    public IEnumerable<S3TestRequest> Of(params S3Operation[] operations) => Requests.Where(request => operations.Contains(request.Operation));

    /// <summary>Whether a request was not answered, or not as it would have been.</summary>
    public static bool IsDisturbed(S3TestRequest request) => request.WasAborted || request.Faults.Count > 0 || request.StatusCode is null or 403 or >= 500;

    public IEnumerable<int> PartsSentTo(string? uploadId) => Sent.Where(request => request.UploadId == uploadId).Select(request => request.Part);

    public bool HasSignerFault(params SignerCall[] calls) => SignerFaults.Any(fault => calls.Contains(fault.Call) && !fault.CostsOnlyTime);
}
