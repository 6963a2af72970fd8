namespace PresignedMultipart;

/// <summary>How far many uploads are, all together. The bytes are those of uploads that have begun; none of the counts goes down, except that a failed upload's bytes stop to count.</summary>
public readonly record struct UploadManyProgress
{
    /// <summary>Uploads that have begun.</summary>
    public int UploadsStarted { get; init; }

    /// <summary>Uploads whose objects stand in the storage.</summary>
    public int UploadsCompleted { get; init; }

    /// <summary>Uploads that failed or were stopped.</summary>
    public int UploadsFailed { get; init; }

    /// <summary>How many uploads there are; <see langword="null"/> until the last of them is known.</summary>
    public int? UploadCount { get; init; }

    /// <summary>Bytes handed to the network, each counted once however often it is sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes that the storage has acknowledged.</summary>
    public long BytesAcknowledged { get; init; }

    /// <summary>Bytes sent again because an attempt failed; they are not in <see cref="BytesSent"/>.</summary>
    public long BytesResent { get; init; }

    /// <summary>The length in bytes of all uploads that have begun and whose length is known.</summary>
    public long BytesKnown { get; init; }

    /// <summary>The present rate in bytes a second, smoothed over the last few seconds.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Since the first upload began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether all uploads have ended. True in the last report and in no other.</summary>
    public bool IsCompleted { get; init; }
}
