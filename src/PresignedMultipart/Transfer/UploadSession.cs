using Microsoft.Extensions.Logging;
using PresignedMultipart.Parts;

namespace PresignedMultipart.Transfer;

/// <summary>One upload, from the plan to the result: it joins the source, the provider and the path of the bytes.</summary>
internal sealed class UploadSession
{
    // Once sent, a creation is waited for this much longer than the caller does: an upload whose id nobody learnt cannot be aborted.
    private static readonly TimeSpan CreationGrace = TimeSpan.FromSeconds(1);

    private readonly StrictProvider _provider;
    private readonly HttpMessageInvoker _http;
    private readonly MultipartUploadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PartSource _source;
    private readonly UploadTarget _target;
    private readonly PartPlan _plan;
    private readonly ProgressTally _tally;

    public UploadSession(
        IPresignedUrlProvider provider,
        HttpMessageInvoker http,
        MultipartUploadOptions options,
        TimeProvider time,
        ILogger logger,
        PartSource source,
        UploadTarget target)
    {
        _provider = new StrictProvider(provider);
        _http = http;
        _options = options;
        _time = time;
        _logger = logger;
        _source = source;
        _target = target;
        _plan = PartPlan.Create(source.Length, options, provider.Capabilities);
        _tally = new ProgressTally(_plan, time);
    }

    public async Task<UploadResult> RunAsync(IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Log.UploadStarted(_logger, _plan.ObjectLength, _target.Bucket, _target.Key, _plan.PartCount, _plan.PartSize);

        var reporter = new ProgressReporter(_tally, progress, _options.ProgressInterval, _time, _logger);
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

    private async Task<UploadResult> PutObjectAsync(CancellationToken cancellationToken)
    {
        var failures = new UploadFailures(_target, upload: null);
        PartReceipt[] receipts = await SendAsync(
            async (parts, stop) => [await _provider.PresignPutObjectAsync(_target, parts[0].Length, stop).ConfigureAwait(false)],
            failures,
            cancellationToken).ConfigureAwait(false);

        // The object stands by now, of bytes from before and after the change.
        EnsureSourceUnchanged(failures, UploadOutcome.Unknown);
        return Result(null, new StoredObject { ETag = receipts[0].Part.ETag, VersionId = receipts[0].VersionId });
    }

    private async Task<UploadResult> UploadPartsAsync(CancellationToken cancellationToken)
    {
        MultipartUpload upload = await CreateAsync(cancellationToken).ConfigureAwait(false);
        var failures = new UploadFailures(_target, upload);
        var completion = new CompletionCoordinator(_provider, upload, _options, failures, _time, _logger);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            PartReceipt[] receipts = await SendAsync((parts, stop) => _provider.PresignPartsAsync(upload, parts, stop), failures, cancellationToken).ConfigureAwait(false);
            EnsureSourceUnchanged(failures, UploadOutcome.NotCompleted);
            StoredObject stored = await completion.CompleteAsync(Array.ConvertAll(receipts, receipt => receipt.Part), _plan.ObjectLength, cancellationToken).ConfigureAwait(false);
            return Result(upload, stored);
        }
        catch (Exception failure)
        {
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
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static patience => ((CancellationTokenSource)patience!).CancelAfter(CreationGrace), patience);
        try
        {
            return await _provider.CreateMultipartUploadAsync(_target, _plan.ObjectLength, patience.Token).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UploadFailures(_target, upload: null).OfProvider("Creating the upload of", refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<PartReceipt[]> SendAsync(
        Func<IReadOnlyList<PartToSign>, CancellationToken, Task<IReadOnlyList<PresignedUrl>>> sign,
        UploadFailures failures,
        CancellationToken cancellationToken)
    {
        // As many as the workers take in one round: each URL is used within about the time of one part.
        int window = _provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.PresignBatch) ? _options.MaxConcurrency : 1;
        using var urls = new PresignedUrlWindow(_plan, window, sign, _time);
        var uploader = new PartUploader(_http, _source, urls, _options, _tally, failures, _time, _logger);
        return await new PartPipeline(uploader, _options.MaxConcurrency).RunAsync(_plan, cancellationToken).ConfigureAwait(false);
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

    private UploadResult Result(MultipartUpload? upload, StoredObject stored) =>
        new(_target)
        {
            Length = _plan.ObjectLength,
            ETag = stored.ETag,
            VersionId = stored.VersionId,
            UploadId = upload?.UploadId,
            PartCount = _plan.PartCount,
            PartSize = _plan.PartSize,
            BytesResent = _tally.BytesResent,
            Elapsed = _tally.Elapsed,
            AbortDate = upload?.AbortDate,
            AbortRuleId = upload?.AbortRuleId,
        };
}
