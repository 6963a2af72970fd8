using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>One upload, from the plan to the result: it joins the source, the provider and the path of the bytes.</summary>
internal sealed class UploadSession
{
    private readonly StrictProvider _provider;
    private readonly HttpMessageInvoker _http;
    private readonly Bandwidth? _bandwidth;
    private readonly MultipartUploadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PartSource _source;
    private readonly UploadTarget _target;
    private readonly TransferGate _gate;
    private PartPlan _plan = null!;
    private ProgressTally _tally = null!;

    public UploadSession(
        IPresignedUrlProvider provider,
        HttpMessageInvoker http,
        Bandwidth? bandwidth,
        MultipartUploadOptions options,
        TimeProvider time,
        ILogger logger,
        TransferGate gate,
        PartSource source,
        UploadTarget target)
    {
        _provider = new StrictProvider(provider);
        _http = http;
        _bandwidth = bandwidth;
        _options = options;
        _time = time;
        _logger = logger;
        _source = source;
        _target = target;
        _gate = gate;
    }

    public async Task<UploadResult> RunAsync(IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        _tally = new ProgressTally(_plan, _time);
        LogStart();

        var reporter = new ProgressReporter<UploadProgress>(_tally.Snapshot, progress, _options.ProgressInterval, _time, _logger);
        await using (reporter.ConfigureAwait(false))
        {
            UploadResult result = _plan.IsSinglePut
                ? await PutObjectAsync(cancellationToken).ConfigureAwait(false)
                : await UploadPartsAsync(cancellationToken).ConfigureAwait(false);

            await reporter.CompleteAsync().ConfigureAwait(false);
            Log.UploadCompleted(_logger, result.Length, result.Bucket, result.Key, result.Elapsed);
            return result;
        }
    }

    private async ValueTask<PartPlan> PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.PlanAsync(_options, _provider.Capabilities, cancellationToken).ConfigureAwait(false);
        }
        catch (PartSourceException failed)
        {
            throw new UploadFailures(_target, upload: null).OfSource(failed.Cause);
        }
    }

    private async Task<UploadResult> PutObjectAsync(CancellationToken cancellationToken)
    {
        var failures = new UploadFailures(_target, upload: null);
        var integrity = new UploadIntegrity(_options, _provider.Capabilities, upload: null);
        UploadTarget target = _target;
        PartReceipt[] receipts = await SendAsync(
            integrity,
            async (parts, stop) =>
            {
                PresignedUrl url = await _provider.PresignPutObjectAsync(_target, parts[0].Length, parts[0].Checksum, stop).ConfigureAwait(false);
                target = url.Target ?? _target;
                return [url];
            },
            failures,
            cancellationToken).ConfigureAwait(false);

        // The object stands by now, of bytes from before and after the change.
        EnsureSourceUnchanged(failures, UploadOutcome.Unknown);
        return Result(target, null, new StoredObject { ETag = receipts[0].Part.ETag, VersionId = receipts[0].VersionId }, receipts, integrity.Whole(receipts), confirmed: null);
    }

    private async Task<UploadResult> UploadPartsAsync(CancellationToken cancellationToken)
    {
        MultipartUpload upload = await CreateAsync(cancellationToken).ConfigureAwait(false);
        var failures = new UploadFailures(upload.Target, upload);
        var integrity = new UploadIntegrity(_options, _provider.Capabilities, upload);
        var completion = new CompletionCoordinator(_provider, upload, integrity, _options, failures, _time, _logger);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            PartReceipt[] receipts = await SendAsync(integrity, (parts, stop) => _provider.PresignPartsAsync(upload, parts, stop), failures, cancellationToken).ConfigureAwait(false);
            EnsureSourceUnchanged(failures, UploadOutcome.NotCompleted);
            StoredObject stored = await completion.CompleteAsync(receipts, cancellationToken).ConfigureAwait(false);
            return Result(upload.Target, upload, stored, receipts, integrity.Whole(receipts), integrity.Confirms(stored.Checksum, receipts));
        }
        catch (Exception failure)
        {
            // Others may wait for the memory, and the storage may take its time.
            await _source.DisposeAsync().ConfigureAwait(false);
            bool gone = await completion.AbortAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (failure is UploadException failed)
            {
                failed.LeftParts = !gone;
            }

            throw;
        }
    }

    private async Task<MultipartUpload> CreateAsync(CancellationToken cancellationToken)
    {
        // An upload whose id nobody learnt cannot be aborted, so learning it is part of the clean-up. Measured: a starved Swift takes over a second.
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(_ => patience.CancelAfter(_options.AbortTimeout), null);
        try
        {
            return await _provider.CreateMultipartUploadAsync(_target, _plan.ObjectLength, _provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums) ? _options.Checksum : ChecksumAlgorithm.None, patience.Token).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UploadFailures(_target, upload: null).OfProvider("Creating the upload of", refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.CreationUnanswered(_logger, _target.Bucket, _target.Key);
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<PartReceipt[]> SendAsync(
        UploadIntegrity integrity,
        Func<IReadOnlyList<PartToSign>, CancellationToken, Task<IReadOnlyList<PresignedUrl>>> sign,
        UploadFailures failures,
        CancellationToken cancellationToken)
    {
        var urls = new PresignedUrlWindow(_plan, _gate, _provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.PresignBatch), sign, _time);
        await using (urls.ConfigureAwait(false))
        {
            var uploader = new PartUploader(_http, _bandwidth, _source, urls, integrity, _gate, _options, _tally, failures, _time, _logger);
            try
            {
                return await new PartPipeline(uploader.UploadAsync, _gate).RunAsync(PartsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (PartSourceException failed)
            {
                throw failures.OfSource(failed.Cause);
            }
        }
    }

    private async IAsyncEnumerable<Part> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Part last = default;
        await foreach (Part part in _source.PartsAsync(_plan, cancellationToken).ConfigureAwait(false))
        {
            yield return last = part;
        }

        _tally.Ended(last.Offset + last.Length, last.Number);
    }

    private void LogStart()
    {
        if (_plan.ObjectLength is { } length)
        {
            Log.UploadStarted(_logger, length, _target.Bucket, _target.Key, _plan.PartCount!.Value, _plan.PartSize);
        }
        else
        {
            Log.UploadOfUnknownLengthStarted(_logger, _target.Bucket, _target.Key, _plan.PartSize, _plan.MaxObjectLength);
        }
    }

    private void EnsureSourceUnchanged(UploadFailures failures, UploadOutcome outcome)
    {
        try
        {
            _source.EnsureUnchanged();
        }
        catch (IOException changed)
        {
            throw failures.OfSource(changed, outcome: outcome);
        }
    }

    private UploadResult Result(UploadTarget target, MultipartUpload? upload, StoredObject stored, PartReceipt[] receipts, Checksum? checksum, bool? confirmed) =>
        new(target)
        {
            Length = _tally.BytesAcknowledged,
            ETag = stored.ETag,
            VersionId = stored.VersionId,
            Checksum = checksum,
            ChecksumConfirmation = checksum is null ? ChecksumConfirmation.None
                : confirmed == true || (upload is null && receipts[0].IsChecksumConfirmed) ? ChecksumConfirmation.WholeObject
                : receipts.All(receipt => receipt.IsChecksumConfirmed) ? ChecksumConfirmation.EachPart
                : receipts.All(receipt => receipt.IsChecksumSigned || receipt.IsChecksumConfirmed) ? ChecksumConfirmation.PartsAccepted
                : ChecksumConfirmation.None,
            UploadId = upload?.UploadId,
            PartCount = receipts.Length,
            PartSize = _plan.PartSize,
            BytesResent = _tally.BytesResent,
            Elapsed = _tally.Elapsed,
            AbortDate = upload?.AbortDate,
            AbortRuleId = upload?.AbortRuleId,
        };
}
