using System.Globalization;
using Amazon.S3;
using Microsoft.Extensions.Options;
using PresignedMultipart.S3.Buckets;
using PresignedMultipart.S3.Clients;
using PresignedMultipart.S3.Errors;
using PresignedMultipart.S3.Multipart;
using PresignedMultipart.S3.Signing;

namespace PresignedMultipart.S3;

/// <summary>
/// The signer that holds the storage's credentials. It signs with AWSSDK.S3 (Signature Version 4) and makes the calls around the parts
/// itself. For back ends, workers and tools; never for a program in other people's hands.
/// </summary>
/// <remarks>
/// Safe for use by several threads at once; make one and keep it. No exception, log or <c>ToString</c> shows a key, a secret or a signature.
/// Create, list, abort, head, complete and the calls for buckets are retried by the SDK (<see cref="S3ProviderOptions.MaxRetries"/>).
/// A completion that was repeated and then met "no such upload" or "precondition failed" is reported as an unknown outcome.
/// </remarks>
public sealed class S3PresignedUrlProvider : IPresignedUrlProvider, IIncompleteUploads, IDisposable
{
    private readonly IAmazonS3 _s3;
    private readonly bool _ownsClient;
    private readonly UrlSigner _signer;
    private readonly MultipartCalls _multipart;
    private readonly Completion _completion;
    private readonly ObjectLookup _lookup;
    private readonly TargetRules _rules;

    /// <summary>Signs with the credentials that the options name.</summary>
    /// <param name="options">Where to, and with which credentials. Read once; later changes have no effect.</param>
    /// <param name="timeProvider">The clock of time limits, and that a lifecycle rule's abort date is judged by; the system's when <see langword="null"/>. Signatures carry the SDK's own time.</param>
    /// <exception cref="OptionsValidationException">An option breaks its rule, or the region or half of the credentials is missing; the message names each with its cure.</exception>
    public S3PresignedUrlProvider(S3ProviderOptions options, TimeProvider? timeProvider = null)
        : this(CreateClient(options, timeProvider), ownsClient: true, options.UrlLifetime, timeProvider)
    {
    }

    /// <summary>Signs with a client of the SDK that the caller has made and configured, and disposes of.</summary>
    /// <param name="client">
    /// The client. For stores other than Amazon S3 set <c>RequestChecksumCalculation</c> and <c>ResponseChecksumValidation</c> to
    /// <c>WHEN_REQUIRED</c> in its configuration. A low <c>MaxStaleConnectionRetries</c> keeps a broken completion from being sent many times.
    /// </param>
    /// <param name="urlLifetime">How long each URL works: 1 second to 7 days; 1 hour when <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock that a lifecycle rule's abort date is judged by; the system's when <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The life is not within 1 second to 7 days.</exception>
    public S3PresignedUrlProvider(IAmazonS3 client, TimeSpan? urlLifetime = null, TimeProvider? timeProvider = null)
        : this(client, ownsClient: false, urlLifetime ?? new S3ProviderOptions().UrlLifetime, timeProvider)
    {
    }

    private S3PresignedUrlProvider(IAmazonS3 client, bool ownsClient, TimeSpan urlLifetime, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (UrlLifetimeRule.FindProblem(urlLifetime) is { } problem)
        {
            throw new ArgumentOutOfRangeException(nameof(urlLifetime), $"The life of a URL {problem}");
        }

        _s3 = client;
        _ownsClient = ownsClient;
        _signer = new UrlSigner(client, urlLifetime);
        _multipart = new MultipartCalls(client, timeProvider ?? TimeProvider.System);
        _completion = new Completion(client);
        _lookup = new ObjectLookup(client);
        _rules = new TargetRules(client);
    }

    /// <inheritdoc />
    public PresignedUrlProviderCapabilities Capabilities => PresignedUrlProviderCapabilities.All;

    /// <inheritdoc />
    /// <remarks>
    /// The address of the store, or of the region of Amazon S3, without user, query and last slash. Whose credentials sign is not in it: where
    /// accounts of one store may have buckets of the same name, give each account a journal of its own.
    /// </remarks>
    public string Storage => StorageAddress.Of(_s3);

    /// <inheritdoc />
    /// <remarks>The length, when given, is signed: the storage takes no other.</remarks>
    public Task<PresignedUrl> PresignPutObjectAsync(UploadTarget target, long? contentLength = null, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (contentLength is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(contentLength));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(given, S3Limits.MaxSinglePutSize, nameof(contentLength));
        }

        cancellationToken.ThrowIfCancellationRequested();
        _rules.CheckBucket(target);
        Dictionary<string, string> headers = ObjectHeaders.Of(target);
        if (contentLength is { } length)
        {
            headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        }

        ChecksumHeaders.AddTo(headers, checksum);
        if (target.FailIfExists)
        {
            headers["If-None-Match"] = "*";
        }

        return S3Call.InvokeAsync("Signing", target.ToString(), () => _signer.SignPutAsync(target, headers), cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>
    /// Where the object is encrypted under a key of KMS or of the customer's, its metadata gets one entry more, <c>upload-marker</c>, of 32
    /// random digits (<see cref="MultipartUpload.Marker"/>), if there is room for it.
    /// </remarks>
    public Task<MultipartUpload> CreateMultipartUploadAsync(UploadTarget target, long? objectLength, ChecksumAlgorithm checksum = ChecksumAlgorithm.None, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        _rules.CheckBucket(target);
        _rules.CheckKeyOfCall(target);
        return _multipart.CreateAsync(target, checksum, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>Each part's length is signed where it is given: the storage takes no other.</remarks>
    public async Task<IReadOnlyList<PresignedUrl>> PresignPartsAsync(MultipartUpload upload, IReadOnlyList<PartToSign> parts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(parts);
        foreach (PartToSign part in parts)
        {
            // The SDK signs any number, and some stores take it.
            ArgumentOutOfRangeException.ThrowIfLessThan(part.PartNumber, 1, nameof(parts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(part.PartNumber, S3Limits.MaxPartCount, nameof(parts));
            ArgumentOutOfRangeException.ThrowIfNegative(part.Length.GetValueOrDefault(), nameof(parts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(part.Length.GetValueOrDefault(), S3Limits.MaxPartSize, nameof(parts));
        }

        return await S3Call.InvokeAsync("Signing", upload.Target.ToString(), () => _signer.SignPartsAsync(upload, parts, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<StoredPart> ListPartsAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _multipart.ListAsync(upload, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StoredObject> CompleteMultipartUploadAsync(
        MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(parts);
        return _completion.CompleteAsync(upload, parts, objectLength, checksum, cancellationToken);
    }

    /// <inheritdoc />
    public Task AbortMultipartUploadAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _multipart.AbortAsync(upload, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StoredObject?> HeadObjectAsync(MultipartUpload upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return _lookup.FindAsync(upload.Target, withChecksum: upload.ChecksumAlgorithm != ChecksumAlgorithm.None, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<IncompleteUpload> ListIncompleteUploadsAsync(string bucket, string keyPrefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return _multipart.ListUploadsAsync(bucket, keyPrefix, cancellationToken);
    }

    /// <summary>
    /// Looks at an object, with the sum that the storage keeps of it, so that <see cref="FileVerifier"/> can compare it with a file. Where it
    /// keeps none, the MD5 in the ETag is taken, unless SSE-C or SSE-KMS makes it something else.
    /// </summary>
    /// <param name="target">The object; of its properties only SSE-C matters.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns><see langword="null"/> when there is no such object.</returns>
    /// <exception cref="PresignedUrlProviderException">The storage refused. To see the sum of an object under SSE-KMS takes <c>kms:Decrypt</c>.</exception>
    public Task<StoredObject?> FindObjectAsync(UploadTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        _rules.CheckBucket(target);
        _rules.CheckKeyOfCall(target);
        return _lookup.FindToCompareAsync(target, cancellationToken);
    }

    /// <summary>
    /// Makes sure that a bucket is there, in the provider's region, and creates it when it is missing. A bucket that exists and that these
    /// credentials can use is left as it is.
    /// </summary>
    /// <param name="bucket">The bucket: 3 to 63 lower-case letters, digits, dots and hyphens.</param>
    /// <param name="abortIncompleteUploadsAfterDays">
    /// When given, at least 1: a lifecycle rule that deletes the parts of uploads that were not completed within so many days. It is added
    /// to the bucket's other rules, which stay. Some stores have no such rule and refuse. <see langword="null"/> leaves the rules alone.
    /// </param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="ArgumentException">The name breaks a rule of S3; the message says which.</exception>
    /// <exception cref="PresignedUrlProviderException">
    /// The storage refused; the code <c>BucketAlreadyExists</c> says that the name belongs to another account.
    /// </exception>
    public async Task EnsureBucketAsync(string bucket, int? abortIncompleteUploadsAfterDays = null, CancellationToken cancellationToken = default)
    {
        BucketNameRules.Check(bucket);
        _rules.CheckAcceleration(bucket);
        if (abortIncompleteUploadsAfterDays is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(abortIncompleteUploadsAfterDays));
        }

        await new BucketSetup(_s3).EnsureAsync(bucket, cancellationToken).ConfigureAwait(false);
        if (abortIncompleteUploadsAfterDays is { } days)
        {
            await new AbortRule(_s3).EnsureAsync(bucket, days, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Disposes of the SDK's client, unless it was the caller's.</summary>
    public void Dispose()
    {
        if (_ownsClient)
        {
            _s3.Dispose();
        }
    }

    private static SignedPathS3Client CreateClient(S3ProviderOptions options, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult validation = new S3ProviderOptionsValidator().Validate(name: null, options);
        return validation.Failed
            ? throw new OptionsValidationException(nameof(S3ProviderOptions), typeof(S3ProviderOptions), validation.Failures)
            : S3ClientFactory.Create(options, AwsEnvironment.OfProcess, timeProvider ?? TimeProvider.System);
    }
}
