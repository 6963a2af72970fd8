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
public sealed class MultipartUploader : IMultipartUploader, IDisposable, IAsyncDisposable
{
    private readonly IPresignedUrlProvider _provider;
    private readonly MultipartUploadOptions _options;
    private readonly UploadServices _services;
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

        TimeProvider time = timeProvider ?? TimeProvider.System;
        _memory = memory ?? new MemoryBudget(_options.MemoryLimit, time);
        _ownsMemory = memory is null;
        _services = new UploadServices(
            new StrictProvider(provider),
            // An invoker, not a client: a client has a time limit on the whole request and default headers that nobody signed.
            new HttpMessageInvoker(httpHandler ?? StorageHttpHandler.Create(_options, time), disposeHandler: httpHandler is null),
            _options.MaxBytesPerSecond is { } rate ? new Bandwidth(rate) : null,
            _options,
            new TransferGate(_options.AdaptiveConcurrency ? ConcurrencyController.Adaptive(_options.MaxConcurrency) : ConcurrencyController.Fixed(_options.MaxConcurrency), time),
            time,
            (ILogger?)loggerFactory?.CreateLogger<MultipartUploader>() ?? NullLogger.Instance);
    }

    /// <summary>What all uploads hold at present; for tests.</summary>
    internal MemoryBudget Memory => _memory;

    /// <summary>How many requests all uploads have on the way; for tests.</summary>
    internal TransferGate Gate => _services.Gate;

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
        return await RunAsync(source, target, progress, new UploadControl(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<UploadResult> ResumeFileAsync(JournaledUpload upload, string? path = null, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_services.Journal is not { } journal)
        {
            throw new InvalidOperationException($"There is no journal to resume from; set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.Journal)}.");
        }

        if (upload.NeedsCustomerKey || upload.IsAbandoned || (path ?? upload.Path) is not { } file)
        {
            throw new ArgumentException(
                upload.IsAbandoned ? $"The upload of {upload.Target} was given up and waits to be aborted; sweep it."
                : upload.NeedsCustomerKey ? $"The upload of {upload.Target} takes the customer's key, which the journal does not keep; upload the file again with a target that has it."
                : $"The upload of {upload.Target} was not from a file; name one that has its bytes, or upload the same source again.",
                nameof(upload));
        }

        if (upload.Storage != journal.Storage)
        {
            throw new ArgumentException(
                $"The upload of {upload.Target} is in {Named(upload.Storage)}, and this uploader's provider signs for {Named(journal.Storage)}. Resume it with a provider for that storage.",
                nameof(upload));
        }

        // As it was begun, whatever the options of now would do: in parts, and with that kind of sum.
        MultipartUploadOptions begun = _options.Copy();
        (begun.SinglePutThreshold, begun.Checksum) = (0, upload.Checksum);
        return RunAsync(_services with { Options = begun }, UploadSource.FromFile(file), upload.Target, progress, new UploadControl(), cancellationToken);
    }

    /// <inheritdoc/>
    public UploadHandle StartUpload(UploadSource source, UploadTarget target, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var control = new UploadControl();
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new ControlledUpload(control, stop, RunAndDisposeAsync());

        async Task<UploadResult> RunAndDisposeAsync()
        {
            try
            {
                return await RunAsync(source, target, progress, control, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancelled.Message, cancelled.InnerException, cancellationToken);
            }
            finally
            {
                stop.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DiscardAsync(UploadTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _services.Journal is not null
            ? await Sweep().DiscardAsync(target, cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException($"There is no journal to discard from; set {nameof(MultipartUploadOptions)}.{nameof(MultipartUploadOptions.Journal)}.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweptUpload>> SweepAsync(string bucket, TimeSpan olderThan, bool dryRun = false, string keyPrefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(olderThan, TimeSpan.Zero);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _provider is IIncompleteUploads || _services.Journal is not null
            ? await Sweep().RunAsync(bucket, olderThan, keyPrefix, dryRun, cancellationToken).ConfigureAwait(false)
            : throw new NotSupportedException($"{_provider.GetType().Name} cannot list uploads, and there is no journal that knows them. Sweep where the credentials are, or let the bucket's lifecycle rule do it.");
    }

    /// <inheritdoc/>
    public Task<UploadStream> OpenWriteAsync(UploadTarget target, long? length = null, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(length.GetValueOrDefault(), nameof(length));
        ObjectDisposedException.ThrowIf(_disposed, this);
        var feed = new WritingFeed(PartPlan.Create(length, _options, _provider.Capabilities, _memory), _memory);
        return Task.FromResult<UploadStream>(new PartWritingStream(feed, stop => RunAsync(_services, new ValueTask<PartSource>(new BufferedPartSource(feed)), target, progress, new UploadControl(), stop), cancellationToken));
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
            (item, itemProgress, stop) => RunAsync(item.Source, item.Target, progress is null ? null : itemProgress, new UploadControl(), stop),
            maxConcurrentUploads,
            options?.OnFailure ?? UploadFailurePolicy.Continue,
            _options.ProgressInterval,
            _services.Time,
            _services.Logger);
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
        _services.Http.Dispose();
        _services.Bandwidth?.Dispose();
        if (_ownsMemory)
        {
            _memory.Dispose();
        }
    }

    /// <summary>
    /// The same, after the clean-up of cancelled uploads that goes on behind the scenes: of one whose creation the storage has not answered
    /// yet, <see cref="MultipartUploadOptions.AbortTimeout"/> at most. A program that ends after a cancellation disposes so.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _services.CleanUps.WaitForAllAsync().ConfigureAwait(false);
        Dispose();
    }

    private static string Named(string? storage) => storage ?? "a storage without a name";

    private UploadSweep Sweep() =>
        new(new UploadAborter(_services.Provider, _options, _services.Time, _services.Logger), _provider as IIncompleteUploads, _services.Journal, _services.Time, _services.Logger);

    private Task<UploadResult> RunAsync(UploadSource source, UploadTarget target, IProgress<UploadProgress>? progress, UploadControl control, CancellationToken cancellationToken) =>
        RunAsync(_services, source, target, progress, control, cancellationToken);

    private Task<UploadResult> RunAsync(UploadServices services, UploadSource source, UploadTarget target, IProgress<UploadProgress>? progress, UploadControl control, CancellationToken cancellationToken) =>
        RunAsync(services, PartSourceFactory.OpenAsync(source, services.Options, _provider.Capabilities, _memory, services.Time, cancellationToken), target, progress, control, cancellationToken);

    private async Task<UploadResult> RunAsync(UploadServices services, ValueTask<PartSource> opening, UploadTarget target, IProgress<UploadProgress>? progress, UploadControl control, CancellationToken cancellationToken)
    {
        PartSource opened = await opening.ConfigureAwait(false);
        try
        {
            return await new UploadSession(services, opened, target, control).RunAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        // Of what it is made of, which its caller never saw.
        catch (ObjectDisposedException) when (_disposed)
        {
            throw new ObjectDisposedException(GetType().FullName, $"The uploader was disposed while the upload of {target} ran. Wait for its uploads, or cancel them, before.");
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
