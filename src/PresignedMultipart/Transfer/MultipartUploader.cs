using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PresignedMultipart.Parts;
using PresignedMultipart.Transfer;

namespace PresignedMultipart;

/// <summary>
/// Uploads files and memory through pre-signed URLs. Make one and keep it: it holds the connections to the storage. Safe to use from
/// several threads. In a host, <c>AddPresignedMultipart()</c> makes it.
/// </summary>
public sealed class MultipartUploader : IMultipartUploader, IDisposable
{
    private readonly IPresignedUrlProvider _provider;
    private readonly MultipartUploadOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BlockPool _blocks = new();
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
    {
        ArgumentNullException.ThrowIfNull(provider);
        _provider = provider;
        _options = (options ?? new MultipartUploadOptions()).Copy();
        ValidateOptionsResult validation = new MultipartUploadOptionsValidator().Validate(null, _options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(nameof(MultipartUploadOptions), typeof(MultipartUploadOptions), validation.Failures);
        }

        // An invoker, not a client: a client has a time limit on the whole request and default headers that nobody signed.
        _http = new HttpMessageInvoker(httpHandler ?? StorageHttpHandler.Create(), disposeHandler: httpHandler is null);
        _time = timeProvider ?? TimeProvider.System;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<MultipartUploader>();
    }

    /// <summary>Blocks that are out at present; for tests.</summary>
    internal int RentedBlocks => _blocks.Rented;

    /// <inheritdoc/>
    public async Task<UploadResult> UploadFileAsync(
        string path,
        UploadTarget target,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using PartSource source = await PartSource.FromFileAsync(path, _blocks, cancellationToken).ConfigureAwait(false);
        return await UploadAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<UploadResult> UploadAsync(
        ReadOnlyMemory<byte> content,
        UploadTarget target,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using PartSource source = PartSource.FromMemory(content);
        return await UploadAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections that the uploader made itself. Uploads that still run fail.</summary>
    public void Dispose()
    {
        _disposed = true;
        _http.Dispose();
    }

    private Task<UploadResult> UploadAsync(PartSource source, UploadTarget target, IProgress<UploadProgress>? progress, CancellationToken cancellationToken) =>
        new UploadSession(_provider, _http, _options, _time, _logger, source, target).RunAsync(progress, cancellationToken);
}
