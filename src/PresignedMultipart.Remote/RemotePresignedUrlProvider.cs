using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PresignedMultipart.Remote.Calls;
using PresignedMultipart.Remote.Contracts;
using PresignedMultipart.Remote.Resilience;

namespace PresignedMultipart.Remote;

/// <summary>
/// The provider without credentials: it asks a back end, over HTTP, to create, sign and complete. The bytes go to the storage all the same.
/// </summary>
/// <remarks>
/// Safe for use by several threads at once; make one and keep it. A refusal is a <see cref="PresignedUrlProviderException"/> with status, the
/// storage's code and the request's id as far as the back end gave them; no exception or log shows a URL, a ticket or another secret. A
/// back end that is not the native one may complete an upload twice when an answer is lost; then the outcome is called unknown.
/// </remarks>
public sealed class RemotePresignedUrlProvider : IPresignedUrlProvider, IDisposable
{
    private readonly IPresignedUrlProvider _contract;
    private readonly HttpClient? _owned;

    /// <summary>Asks with an HTTP client of its own, with the retries that the options name.</summary>
    /// <param name="options">Where and how to ask. Read once; later changes have no effect.</param>
    /// <param name="handler">
    /// What sends, for example a handler that adds a token around a <see cref="SocketsHttpHandler"/>; it is asked for each try and disposed
    /// with the provider. <see langword="null"/> for one that follows no redirects.
    /// </param>
    /// <param name="timeProvider">The clock of waits and time limits; the system's when <see langword="null"/>.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule; the message names each with its cure.</exception>
    public RemotePresignedUrlProvider(RemoteProviderOptions options, HttpMessageHandler? handler = null, TimeProvider? timeProvider = null)
    {
        RemoteProviderOptionsValidator.Check(options);
        options = options.Copy();
        var resilience = new BackendResilience(options, timeProvider ?? TimeProvider.System, NullLogger.Instance);
        HttpClient client = _owned = new HttpClient(resilience.Wrap(handler ?? BackendHttpHandler.Configure(new SocketsHttpHandler()))) { Timeout = Timeout.InfiniteTimeSpan };
        _contract = ContractOf(options, () => client);
    }

    /// <summary>Asks with a client that the caller has made and disposes of. Its handlers repeat calls and limit their time, or nobody does.</summary>
    /// <param name="client">The client. Its base address is not used.</param>
    /// <param name="options">Where to ask. Read once; later changes have no effect. Retries and time limits in it have no effect.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule; the message names each with its cure.</exception>
    public RemotePresignedUrlProvider(HttpClient client, RemoteProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        RemoteProviderOptionsValidator.Check(options);
        _contract = ContractOf(options.Copy(), () => client);
    }

    /// <summary>Asks with clients of a factory, so that their connections are renewed.</summary>
    internal RemotePresignedUrlProvider(Func<HttpClient> clients, RemoteProviderOptions options) => _contract = ContractOf(options.Copy(), clients);

    /// <inheritdoc />
    public PresignedUrlProviderCapabilities Capabilities => _contract.Capabilities;

    /// <inheritdoc />
    /// <remarks>The back end's base address, without user, query and last slash: what is behind it, it does not say.</remarks>
    public string Storage => _contract.Storage!;

    /// <inheritdoc />
    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _contract.PresignPutObjectAsync(target, contentLength, checksum, cancellationToken);
    }

    /// <inheritdoc />
    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _contract.CreateMultipartUploadAsync(target, objectLength, checksum, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(parts);
        foreach (PartToSign part in parts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(part.PartNumber, 1, nameof(parts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(part.PartNumber, S3Limits.MaxPartCount, nameof(parts));
        }

        return parts.Count == 0 ? Task.FromResult<IReadOnlyList<PresignedUrl>>([]) : _contract.PresignPartsAsync(upload, parts, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _contract.ListPartsAsync(upload, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StoredObject> CompleteMultipartUploadAsync(
        MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(parts);
        return _contract.CompleteMultipartUploadAsync(upload, parts, objectLength, checksum, cancellationToken);
    }

    /// <inheritdoc />
    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _contract.AbortMultipartUploadAsync(upload, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _contract.HeadObjectAsync(upload, cancellationToken);
    }

    /// <summary>Closes the HTTP client, if it is the provider's own.</summary>
    public void Dispose() => _owned?.Dispose();

    private static IPresignedUrlProvider ContractOf(RemoteProviderOptions options, Func<HttpClient> clients)
    {
        var backend = new BackendClient(clients, options.BaseAddress!);
        return options.Contract switch
        {
            BackendContract.Classic => new ClassicBackend(backend, options),
            BackendContract.Companion => new CompanionBackend(backend),
            _ => new NativeBackend(backend, options.AllowSinglePut),
        };
    }
}
