using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Transfer;

/// <summary>Every message that the engine logs. None carries a URL.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Uploading {Length} bytes to s3://{Bucket}/{Key} in {PartCount} part(s) of {PartSize} bytes")]
    public static partial void UploadStarted(ILogger logger, long length, string bucket, string key, int partCount, long partSize);

    [LoggerMessage(2, LogLevel.Information, "Uploaded {Length} bytes to s3://{Bucket}/{Key} in {Elapsed}")]
    public static partial void UploadCompleted(ILogger logger, long length, string bucket, string key, TimeSpan elapsed);

    [LoggerMessage(3, LogLevel.Warning, "Part {PartNumber} failed in attempt {Attempt} of {MaxAttempts}; trying again in {Delay}: {Reason}")]
    public static partial void PartRetried(ILogger logger, int partNumber, int attempt, int maxAttempts, TimeSpan delay, string reason);

    [LoggerMessage(4, LogLevel.Debug, "The URL of part {PartNumber} had expired; signing a new one: {Reason}")]
    public static partial void UrlRenewed(ILogger logger, int partNumber, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The completion of s3://{Bucket}/{Key} (upload id {UploadId}) was not confirmed; looking at the object: {Reason}")]
    public static partial void CompletionUnanswered(ILogger logger, string bucket, string key, string uploadId, string reason);

    [LoggerMessage(6, LogLevel.Error, "The upload of s3://{Bucket}/{Key} (upload id {UploadId}) could not be aborted; its parts may still lie in the storage")]
    public static partial void AbortFailed(ILogger logger, string bucket, string key, string uploadId, Exception? exception);

    [LoggerMessage(7, LogLevel.Warning, "A progress handler threw; the upload goes on")]
    public static partial void ProgressFailed(ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "Uploading to s3://{Bucket}/{Key} a source of unknown length, in parts of {PartSize} bytes, at most {MaxLength} bytes")]
    public static partial void UploadOfUnknownLengthStarted(ILogger logger, string bucket, string key, long partSize, long maxLength);

    [LoggerMessage(9, LogLevel.Warning, "Part {PartNumber} was damaged on the way in attempt {Attempt} of {MaxAttempts}; sending it again: {Reason}")]
    public static partial void PartDamaged(ILogger logger, int partNumber, int attempt, int maxAttempts, string reason);

    [LoggerMessage(10, LogLevel.Information, "The storage takes no part without a checksum; signing them from part {PartNumber} on: {Reason}")]
    public static partial void ChecksumsDemanded(ILogger logger, int partNumber, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Part {PartNumber} waits for the storage, which has not answered for {Outage}; trying again in {Delay}: {Reason}")]
    public static partial void PartWaitsForStorage(ILogger logger, int partNumber, TimeSpan outage, TimeSpan delay, string reason);

    [LoggerMessage(12, LogLevel.Information, "Part {PartNumber} lags far behind the others, with {Sent} of {Length} bytes sent; sending it a second time, over another connection")]
    public static partial void PartSentTwice(ILogger logger, int partNumber, long sent, long length);
}
