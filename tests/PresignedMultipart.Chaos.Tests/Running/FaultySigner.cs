using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>A provider that passes its calls on, and at those that were drawn does otherwise.</summary>
internal sealed class FaultySigner(IPresignedUrlProvider inner, Scenario scenario, VirtualTime time, Action step) : IPresignedUrlProvider
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SignerCall, int> _calls = new();
    private readonly ConcurrentQueue<SignerFault> _struck = [];
    private readonly ConcurrentQueue<string> _uploadIds = [];
    private int _working;

    public PresignedUrlProviderCapabilities Capabilities => scenario.Capabilities;

    public string? Storage => inner.Storage;

    /// <summary>How many calls are with the storage or the signer, and do not just take their time.</summary>
    public int Working => Volatile.Read(ref _working);

    /// <summary>How many calls there were.</summary>
    public int Calls => _calls.Values.Sum();

    /// <summary>The faults that it had, in their order.</summary>
    public IReadOnlyCollection<SignerFault> Struck => _struck;

    /// <summary>Whether its faults are over.</summary>
    public bool IsCalm { get; set; }

    /// <summary>The uploads that the library was told of.</summary>
    public IReadOnlyCollection<string> UploadIds => _uploadIds;

    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        CallAsync(SignerCall.PresignPut, null, async () => Spoil(await inner.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken)), cancellationToken);

    public async Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default)
    {
        MultipartUpload upload = await CallAsync(SignerCall.Create, null, () => inner.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken), cancellationToken);
        if (upload is not null)
        {
            _uploadIds.Enqueue(upload.UploadId);
        }

        return upload!;
    }

    public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<PresignedUrl>>(SignerCall.PresignParts, upload, async () => [.. (await inner.PresignPartsAsync(upload, parts, cancellationToken)).Select(Spoil)], cancellationToken);

    public async IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<StoredPart> parts = await CallAsync(SignerCall.ListParts, upload, async () => await inner.ListPartsAsync(upload, cancellationToken).ToListAsync(cancellationToken), cancellationToken);
        foreach (StoredPart part in parts)
        {
            yield return part;
        }
    }

    public Task<StoredObject> CompleteMultipartUploadAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default) =>
        CallAsync(SignerCall.Complete, upload, () => inner.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken), cancellationToken);

    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        CallAsync(SignerCall.Abort, upload, async () => { await inner.AbortMultipartUploadAsync(upload, cancellationToken); return 0; }, cancellationToken);

    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default) =>
        CallAsync(SignerCall.Head, upload, () => inner.HeadObjectAsync(upload, cancellationToken), cancellationToken);

    private async Task<T> CallAsync<T>(SignerCall call, MultipartUpload? upload, Func<Task<T>> carryOut, CancellationToken cancellationToken)
    {
        step();
        time.Touch();
        int number = _calls.AddOrUpdate(call, 1, (_, count) => count + 1);
        SignerFault? fault = IsCalm ? null : scenario.SignerFaults.FirstOrDefault(drawn => drawn.Call == call && number > drawn.After && number <= drawn.After + drawn.Times);
        if (fault is not null)
        {
            _struck.Enqueue(fault);
            await BeforeAsync(fault.Effect, upload, cancellationToken);
        }

        T answer;
        Interlocked.Increment(ref _working);
        try
        {
            answer = await carryOut();
        }
        finally
        {
            Interlocked.Decrement(ref _working);
            time.Touch();
            step();
        }

        return fault?.Effect switch
        {
            SignerEffect.LosesItsAnswer => throw new HttpRequestException("The provider's own connection broke."),
            SignerEffect.AnswersNothing => answer is IReadOnlyList<PresignedUrl> urls ? (T)(object)urls.Skip(1).ToList() : default!,
            _ => answer,
        };
    }

    private async Task BeforeAsync(SignerEffect effect, MultipartUpload? upload, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case SignerEffect.IsDown:
                throw new PresignedUrlProviderException("The signer is down.") { StatusCode = HttpStatusCode.ServiceUnavailable };
            case SignerEffect.Throttles:
                throw new PresignedUrlProviderException("The signer is asked too much.") { StatusCode = HttpStatusCode.TooManyRequests };
            case SignerEffect.Refuses:
                throw new PresignedUrlProviderException("The signer will not.") { StatusCode = HttpStatusCode.Forbidden, ErrorCode = "AccessDenied" };
            case SignerEffect.Breaks:
                throw new InvalidOperationException("The signer is broken.");
            case SignerEffect.TimesOut:
                throw new TaskCanceledException("The signer's own time is up.");
            case SignerEffect.IsSlow:
                await Task.Delay(Slowness, time, cancellationToken);
                break;
            case SignerEffect.IsDeaf:
                await Task.Delay(Slowness, time, CancellationToken.None);
                break;
            case SignerEffect.AbortsBefore:
                await inner.AbortMultipartUploadAsync(upload!, cancellationToken);
                break;
            default:
                break;
        }
    }

    private PresignedUrl Spoil(PresignedUrl url) =>
        !IsCalm && _struck.Any(fault => fault.Effect == SignerEffect.SignsWrong && fault.Times >= _calls.GetValueOrDefault(fault.Call) - fault.After)
            ? new PresignedUrl(url.Uri.OriginalString.Replace("X-Amz-Signature=", "X-Amz-Signature=0", StringComparison.Ordinal), url.Headers, url.ExpiresAt) { Target = url.Target }
            : url;
}
