namespace PresignedMultipart;

/// <summary>
/// How far an upload is. Two numbers of bytes, because a program that shows only the first jumps to 100 % while the storage still
/// works: bytes handed to the network, and bytes that the storage has acknowledged. Neither ever goes down, unless the storage turns
/// out to have lost parts, which are sent once more, or an upload that was resumed, which starts anew.
/// </summary>
public readonly record struct UploadProgress
{
    /// <summary>Bytes of the object handed to the network, each counted once however often it is sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes in parts that the storage has acknowledged.</summary>
    public long BytesAcknowledged { get; init; }

    /// <summary>Bytes sent again because an attempt failed; they are not in <see cref="BytesSent"/>.</summary>
    public long BytesResent { get; init; }

    /// <summary>Bytes that an earlier run had sent and that the file still has: they are in the two above, and were not sent again.</summary>
    public long BytesResumed { get; init; }

    /// <summary>The object's length in bytes; <see langword="null"/> while a source of unknown length has not ended.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Parts that the storage has acknowledged.</summary>
    public int PartsAcknowledged { get; init; }

    /// <summary>How many parts there are, 1 for a single PUT; <see langword="null"/> while a source of unknown length has not ended.</summary>
    public int? PartCount { get; init; }

    /// <summary>The present rate in bytes a second, smoothed over the last few seconds.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Time left at that rate; <see langword="null"/> while there is no rate or no length to tell from.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Since the upload began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the object stands in the storage. True in the last report of a successful upload and in no other.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>The acknowledged share of the object, 0 to 100; 100 only when all of it is. <see langword="null"/> while the length is unknown.</summary>
    public double? Percent => TotalBytes > 0 ? 100.0 * BytesAcknowledged / TotalBytes : IsCompleted ? 100 : TotalBytes is null ? null : 0;
}
