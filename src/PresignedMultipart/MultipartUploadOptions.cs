namespace PresignedMultipart;

/// <summary>How an uploader cuts, sends and retries. Checked when the uploader is made, or at the host's start.</summary>
public sealed class MultipartUploadOptions
{
    /// <summary>
    /// The length of each part but the last, in bytes: 5 MiB to 5 GiB. An object that would need more than 10,000 such parts is
    /// refused before the first byte. <see langword="null"/>, the default, chooses by the object: 10 MiB, growing to 64 MiB so that
    /// large objects take about 250 requests, and beyond only as 10,000 parts demand. Parts of streams are held in memory, so they stay
    /// small enough for <see cref="MemoryLimit"/>; two must fit, and a larger part size is refused for a stream.
    /// </summary>
    public long? PartSize { get; set; }

    /// <summary>Objects up to this many bytes go as a single PUT: 0 to 5 GiB. Default: 16 MiB. A stream of unknown length must also end within its first part.</summary>
    public long SinglePutThreshold { get; set; } = 16L << 20;

    /// <summary>
    /// How many parts and single PUTs all uploads of this uploader together have on the way at most: 1 to 1,000. Default: 32. With
    /// <see cref="AdaptiveConcurrency"/> it is the upper bound, else the number itself.
    /// </summary>
    public int MaxConcurrency { get; set; } = 32;

    /// <summary>
    /// Whether the number on the way moves between 2 and <see cref="MaxConcurrency"/>: it starts at 8, grows as long as that makes
    /// uploading faster, and is halved when the storage answers 503 or 429 or when lines break. Default: <see langword="true"/>.
    /// </summary>
    public bool AdaptiveConcurrency { get; set; } = true;

    /// <summary>How often a part is tried at most, the first time included: 1 to 100. Default: 6. A new URL for an expired one does not count, nor does what fails in an outage (<see cref="OutageTimeout"/>).</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>The upper bound of the first wait before a retry; it doubles with each further one, and the wait is drawn from zero to the bound (full jitter). 1 ms to 1 min. Default: 200 ms.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The bound never grows beyond this: at least <see cref="RetryBaseDelay"/>, at most 10 min. Default: 20 s.</summary>
    public TimeSpan RetryMaxDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An attempt in which no byte moves for this long is given up and retried: 1 s to 1 h. Default: 60 s. There is no other time limit on a part.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an uploader that was connected waits for the network or the storage to come back, counted for all its uploads together from
    /// when the storage was first asked in vain: zero to 1 day. Default: 5 min, in which a laptop finds its Wi-Fi again, a router restarts, and a gateway is
    /// replaced. Until then each part goes on trying, with waits of up to <see cref="RetryMaxDelay"/>, and attempts without an answer do
    /// not count; the creation and the completion of an upload wait so too, where no connection could be made for them. A connection that breaks after it was opened is no outage, nor is one that cannot be opened while others are answered, nor a
    /// storage that never answered, as at a wrong address; <see cref="MaxAttempts"/> bounds these. Zero leaves all to <see cref="MaxAttempts"/>.
    /// </summary>
    public TimeSpan OutageTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the clean-up after a failure or a cancellation may take: 1 s to 10 min. Default: 30 s. A creation that is under way when the
    /// upload is cancelled, and takes more than 0.8 s, is waited for as long behind the scenes, because without its answer there is
    /// nothing to abort, and so is the abort of an old upload that cannot be resumed; <see cref="MultipartUploader.DisposeAsync"/> waits for both.
    /// </summary>
    public TimeSpan AbortTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest time between two reports of progress: 10 ms to 1 h. Default: 200 ms.</summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How much memory all uploads of this uploader together may hold bytes in, in bytes: at least 25 MiB. Default: 128 MiB. It is a
    /// promise: a source is not read when it is spent, and uploads wait for each other instead of failing. Seven eighths are for the
    /// parts of streams (a part each that is sent and one that is filled), one eighth for reading files (128 KiB a part that is sent).
    /// The uploaders of one service container share one such memory, of the smallest limit that any of them sets.
    /// </summary>
    public long MemoryLimit { get; set; } = 128L << 20;

    /// <summary>
    /// How many bytes a second all uploads of this uploader together may send, retries included: at least 64 KiB.
    /// <see langword="null"/>, the default, sets no limit.
    /// </summary>
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>
    /// The sum that is computed of the bytes sent and compared with what the storage answers. A part whose sum differs is sent again; an
    /// object whose sum differs fails. A storage that knows none is no failure: <see cref="UploadResult.ChecksumConfirmation"/> says what
    /// was confirmed. Default: <see cref="ChecksumAlgorithm.Crc64Nvme"/>.
    /// </summary>
    public ChecksumAlgorithm Checksum { get; set; } = ChecksumAlgorithm.Crc64Nvme;

    /// <summary>
    /// Whether each part's sum is bound into its URL, so that the storage takes no other bytes: for stores that do not answer the sums
    /// that they compute, and where object lock or a policy demands one. Then each part is read twice, first for the sum, and its URL
    /// is signed alone. <see langword="false"/> by default; a storage that refuses a part for want of a sum turns it on for that upload,
    /// and <see cref="ChecksumAlgorithm.Sha256"/> always needs it. Takes a provider with <see cref="PresignedUrlProviderCapabilities.Checksums"/>.
    /// </summary>
    public bool SignChecksums { get; set; }

    /// <summary>
    /// Where uploads are written down so that they survive their process, a <see cref="FileUploadJournal"/> for example.
    /// <see langword="null"/>, the default, keeps nothing: an upload that fails or is cancelled is aborted. With a journal it is kept
    /// instead, and goes on when the same bytes are uploaded to the same target again, by this process or another: parts that the storage
    /// has are read and compared with their sums, and the others sent. That holds for files and memory that go in parts; streams cannot be
    /// read again, and single PUTs have nothing to go on with. Takes a <see cref="Checksum"/>. See <see cref="IMultipartUploader.DiscardAsync"/>
    /// to give one up, and <see cref="IMultipartUploader.SweepAsync"/> for what nobody came back for.
    /// </summary>
    public IUploadJournal? Journal { get; set; }

    // For tests: 10,000 parts of S3's smallest size are 49 GB. So fewer parts, or smaller ones where a server is told to take them.
    internal int MaxPartCount { get; set; } = S3Limits.MaxPartCount;

    internal long MinPartSize { get; set; } = S3Limits.MinPartSize;

    internal MultipartUploadOptions Copy() => (MultipartUploadOptions)MemberwiseClone();
}
