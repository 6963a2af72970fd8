namespace PresignedMultipart.Testing;

/// <summary>
/// One request that the server received, for assertions. It is remembered from the moment its headers have arrived; what is known only later is
/// <see langword="null"/> or 0 until then. Signatures, tokens and encryption keys are not kept.
/// </summary>
public sealed class S3TestRequest
{
    private long _bytesReceived;
    private volatile bool _isFinished;

    internal S3TestRequest()
    {
    }

    /// <summary>The id of the request, as in the answer's <c>x-amz-request-id</c>.</summary>
    public string RequestId { get; internal init; } = "";

    /// <summary>What was asked for.</summary>
    public S3Operation Operation { get; internal init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; internal init; } = "";

    /// <summary>The bucket; <see langword="null"/> when none was named.</summary>
    public string? Bucket { get; internal init; }

    /// <summary>The key, decoded; <see langword="null"/> when none was named.</summary>
    public string? Key { get; internal init; }

    /// <summary>The multipart upload; <see langword="null"/> when none was named.</summary>
    public string? UploadId { get; internal init; }

    /// <summary>The part; <see langword="null"/> when none was named or it is not a number.</summary>
    public int? PartNumber { get; internal init; }

    /// <summary>How often the same operation was asked for the same bucket, key and part, this time included.</summary>
    public int Attempt { get; internal init; }

    /// <summary>The connection, by a number counted from 1.</summary>
    public int Connection { get; internal init; }

    /// <summary>When its headers had arrived, on the server's clock.</summary>
    public DateTimeOffset StartedAt { get; internal init; }

    /// <summary>The Content-Length; <see langword="null"/> when none was sent.</summary>
    public long? ContentLength { get; internal init; }

    /// <summary>The headers as they were sent, with the values of secrets replaced by <c>(hidden)</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The parameters of the query, decoded, with the values of secrets replaced by <c>(hidden)</c>.</summary>
    public IReadOnlyDictionary<string, string> Query { get; internal init; } = new Dictionary<string, string>();

    /// <summary>Whether the signature was in the query, as in a presigned URL.</summary>
    public bool IsPresigned { get; internal init; }

    /// <summary>The access key that it was signed with; <see langword="null"/> when there was no valid signature.</summary>
    public string? AccessKey { get; internal set; }

    /// <summary>How many bytes of the body have been read so far, as they were on the wire.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>The status of the answer; <see langword="null"/> when it was not sent.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>S3's error code in the answer, also where the status was 200; <see langword="null"/> when there was none.</summary>
    public string? ErrorCode { get; internal set; }

    /// <summary>The rules that struck it.</summary>
    public IReadOnlyList<S3FaultRule> Faults { get; internal set; } = [];

    /// <summary>Whether the connection broke before the answer was complete, by a fault, the client or the server's stop.</summary>
    public bool WasAborted { get; internal set; }

    /// <summary>Whether nothing more will happen to it: all properties have their last values.</summary>
    public bool IsFinished
    {
        get => _isFinished;
        internal set => _isFinished = value;
    }

    /// <summary>Shows operation, bucket, key, part, attempt and outcome.</summary>
    /// <returns>A line for logs and failed assertions.</returns>
    public override string ToString() =>
        $"{Operation} {Bucket}/{Key}{(PartNumber is { } part ? $" part {part}" : "")} attempt {Attempt}: "
        + $"{(StatusCode is { } status ? status : WasAborted ? "aborted" : "in progress")} {ErrorCode}".TrimEnd();

    internal void AddBytesReceived(long count) => Interlocked.Add(ref _bytesReceived, count);
}
