namespace PresignedMultipart;

/// <summary>An upload that waits in a journal.</summary>
public sealed class JournaledUpload
{
    internal JournaledUpload(UploadTarget target, string uploadId)
    {
        Target = target;
        UploadId = uploadId;
    }

    /// <summary>Where it goes, as the program asked for it; without the customer's key of SSE-C.</summary>
    public UploadTarget Target { get; }

    /// <summary>The storage's id of the upload.</summary>
    public string UploadId { get; }

    /// <summary>
    /// The storage that has it (<see cref="IPresignedUrlProvider.Storage"/>): a provider of the same one can go on with it.
    /// <see langword="null"/> when the provider that began it named none.
    /// </summary>
    public string? Storage { get; internal init; }

    /// <summary>The file's full path on the machine that began it; <see langword="null"/> when the source was no file.</summary>
    public string? Path { get; internal init; }

    /// <summary>The object's length in bytes; <see langword="null"/> when it was not known.</summary>
    public long? Length { get; internal init; }

    /// <summary>The length of each part but the last, in bytes.</summary>
    public long PartSize { get; internal init; }

    /// <summary>The sum that its parts have: <see cref="IMultipartUploader.ResumeFileAsync"/> goes on with it, whatever <see cref="MultipartUploadOptions.Checksum"/> is by then.</summary>
    public ChecksumAlgorithm Checksum { get; internal init; }

    /// <summary>When it was begun, by the clock of the machine that began it.</summary>
    public DateTimeOffset StartedAt { get; internal init; }

    /// <summary>Parts that the storage has acknowledged.</summary>
    public int PartsAcknowledged { get; internal init; }

    /// <summary>Bytes in those parts.</summary>
    public long BytesAcknowledged { get; internal init; }

    /// <summary>Whether going on takes the customer's key of SSE-C, which no journal keeps.</summary>
    public bool NeedsCustomerKey { get; internal init; }

    /// <summary>Whether it was to be aborted and could not be: <see cref="IMultipartUploader.SweepAsync"/> tries again; nothing resumes it.</summary>
    public bool IsAbandoned { get; internal init; }

    /// <summary>The object and the upload's id.</summary>
    public override string ToString() => $"{Target} (upload id {UploadId})";
}
