using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PresignedMultipart.Parts;
using PresignedMultipart.Transfer;

namespace PresignedMultipart;

/// <summary>
/// Uploads files, memory and streams through pre-signed URLs. Make one and keep it: it holds the connections to the storage. Safe to use from
/// several threads. In a host, <c>AddPresignedMultipart()</c> makes it.
/// </summary>
public sealed class MultipartUploader : IMultipartUploader, IDisposable
{
    private readonly IPresignedUrlProvider _provider;
    private readonly MultipartUploadOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TransferGate _gate;
    private readonly Bandwidth? _bandwidth;
    private readonly MemoryBudget _memory;
    private readonly bool _ownsMemory;
    private bool _disposed;

    /// <summary>Makes an uploader.</summary>
    /// <param name="provider">Who signs. Not disposed by the uploader.</param>
    /// <param name="options">How to cut, send and retry; copied. The defaults when <see langword="null"/>.</param>
    /// <param name="httpHandler">
    /// The way to the storage, for a proxy or a private certificate authority; not disposed by the uploader. It must not retry (the
    /// uploader does, with a new URL), follow redirects, or add headers: a header that is not signed is refused. When
    /// <see langword="null"/>, the uploader makes its own.
    /// </param>
    /// <param name="loggerFactory">Where to log; nowhere when <see langword="null"/>. No URL is ever logged.</param>
    /// <param name="timeProvider">The clock; the system's when <see langword="null"/>.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names each with its value and range.</exception>
    public MultipartUploader(
        IPresignedUrlProvider provider,
        MultipartUploadOptions? options = null,
        HttpMessageHandler? httpHandler = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(provider, options, httpHandler, loggerFactory, timeProvider, memory: null)
    {
    }

    internal MultipartUploader(
        IPresignedUrlProvider provider,
        MultipartUploadOptions? options,
        HttpMessageHandler? httpHandler,
        ILoggerFactory? loggerFactory,
        TimeProvider? timeProvider,
        MemoryBudget? memory)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _provider = provider;
        _options = (options ?? new MultipartUploadOptions()).Copy();
        ValidateOptionsResult validation = new MultipartUploadOptionsValidator().Validate(null, _options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(nameof(MultipartUploadOptions), typeof(MultipartUploadOptions), validation.Failures);
        }

        if (_options.SignChecksums && !provider.Capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums))
        {
            throw new OptionsValidationException(nameof(MultipartUploadOptions), typeof(MultipartUploadOptions),
                [$"{nameof(MultipartUploadOptions.SignChecksums)} is set, but {provider.GetType().Name} cannot sign checksums. Leave it unset, or use a provider that has the capability {nameof(PresignedUrlProviderCapabilities.Checksums)}."]);
        }

        // An invoker, not a client: a client has a time limit on the whole request and default headers that nobody signed.
        _http = new HttpMessageInvoker(httpHandler ?? StorageHttpHandler.Create(_options, timeProvider ?? TimeProvider.System), disposeHandler: httpHandler is null);
        _time = timeProvider ?? TimeProvider.System;
        _gate = new TransferGate(
            _options.AdaptiveConcurrency ? ConcurrencyController.Adaptive(_options.MaxConcurrency) : ConcurrencyController.Fixed(_options.MaxConcurrency),
            _time);
        _bandwidth = _options.MaxBytesPerSecond is { } rate ? new Bandwidth(rate) : null;
        _memory = memory ?? new MemoryBudget(_options.MemoryLimit, _time);
        _ownsMemory = memory is null;
        _logger = (ILogger?)loggerFactory?.CreateLogger<MultipartUploader>() ?? NullLogger.Instance;
    }

    /// <summary>What all uploads hold at present; for tests.</summary>
    internal MemoryBudget Memory => _memory;

    /// <summary>How many requests all uploads have on the way; for tests.</summary>
    internal TransferGate Gate => _gate;

    /// <inheritdoc/>
    public Task<UploadResult> UploadFileAsync(
        string path,
        UploadTarget target,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default) => UploadAsync(UploadSource.FromFile(path), target, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<UploadResult> UploadAsync(
        ReadOnlyMemory<byte> content,
        UploadTarget target,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default) => UploadAsync(UploadSource.FromMemory(content), target, progress, cancellationToken);

    /// <inheritdoc/>
    public async Task<UploadResult> UploadAsync(
        UploadSource source,
        UploadTarget target,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_disposed, this);
        PartSource opened = await OpenAsync(source, cancellationToken).ConfigureAwait(false);
        return await RunAsync(opened, target, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<UploadStream> OpenWriteAsync(UploadTarget target, long? length = null, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(length.GetValueOrDefault(), nameof(length));
        ObjectDisposedException.ThrowIf(_disposed, this);
        var feed = new WritingFeed(PartPlan.Create(length, _options, _provider.Capabilities, _memory), _memory);
        return Task.FromResult<UploadStream>(new PartWritingStream(feed, stop => RunAsync(new BufferedPartSource(feed), target, progress, stop), cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UploadItemResult>> UploadManyAsync(
        IAsyncEnumerable<UploadItem> items,
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ObjectDisposedException.ThrowIf(_disposed, this);
        int maxConcurrentUploads = options?.MaxConcurrentUploads ?? _options.MaxConcurrency;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrentUploads, nameof(UploadManyOptions.MaxConcurrentUploads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxConcurrentUploads, UploadManyOptions.Most, nameof(UploadManyOptions.MaxConcurrentUploads));

        var batch = new UploadBatch(
            async (item, itemProgress, stop) =>
            {
                PartSource opened = await OpenAsync(item.Source, stop).ConfigureAwait(false);
                return await RunAsync(opened, item.Target, progress is null ? null : itemProgress, stop).ConfigureAwait(false);
            },
            maxConcurrentUploads,
            options?.OnFailure ?? UploadFailurePolicy.Continue,
            _options.ProgressInterval,
            _time,
            _logger);
        return await batch.RunAsync(items, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadItemResult>> UploadManyAsync(
        IEnumerable<UploadItem> items,
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return UploadManyAsync(OneByOne(items), options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadItemResult>> UploadDirectoryAsync(
        string directory,
        string bucket,
        string keyPrefix = "",
        UploadManyOptions? options = null,
        IProgress<UploadManyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return UploadManyAsync(DirectoryItems.Find(directory, bucket, keyPrefix), options, progress, cancellationToken);
    }

    /// <summary>Closes the connections that the uploader made itself. Uploads that still run fail.</summary>
    public void Dispose()
    {
        _disposed = true;
        _http.Dispose();
        _bandwidth?.Dispose();
        if (_ownsMemory)
        {
            _memory.Dispose();
        }
    }

    private ValueTask<PartSource> OpenAsync(UploadSource source, CancellationToken cancellationToken) =>
        PartSourceFactory.OpenAsync(source, _options, _provider.Capabilities, _memory, _time, cancellationToken);

    private async Task<UploadResult> RunAsync(PartSource source, UploadTarget target, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        await using (source.ConfigureAwait(false))
        {
            return await new UploadSession(_provider, _http, _bandwidth, _options, _time, _logger, _gate, source, target).RunAsync(progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<T> OneByOne<T>(IEnumerable<T> items)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (T item in items)
        {
            yield return item;
        }
    }
}
