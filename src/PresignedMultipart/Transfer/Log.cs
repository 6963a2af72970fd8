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

    [LoggerMessage(11, LogLevel.Information, "Going on with the upload of s3://{Bucket}/{Key} (upload id {UploadId}): the storage has {Found} of {PartCount} parts")]
    public static partial void UploadResumed(ILogger logger, string bucket, string key, string uploadId, int found, int partCount);

    [LoggerMessage(12, LogLevel.Warning, "The storage does not know the upload of s3://{Bucket}/{Key} (upload id {UploadId}) any more, or the journal is of another storage, where its parts then stay; beginning anew")]
    public static partial void UploadVanished(ILogger logger, string bucket, string key, string uploadId);

    [LoggerMessage(13, LogLevel.Information, "What the journal has of s3://{Bucket}/{Key} is another upload, of another length, checksum or target; aborting it and beginning anew")]
    public static partial void ResumeRefused(ILogger logger, string bucket, string key);

    [LoggerMessage(14, LogLevel.Warning, "Part {PartNumber} is in the storage, but the source has other bytes by now; sending it again")]
    public static partial void PartChanged(ILogger logger, int partNumber);

    [LoggerMessage(15, LogLevel.Warning, "The journal could not be written at part {PartNumber}; the upload goes on, and what follows will be sent again if it is resumed")]
    public static partial void JournalFailed(ILogger logger, int partNumber, Exception exception);

    [LoggerMessage(16, LogLevel.Warning, "The journal's log of an upload that has ended could not be deleted")]
    public static partial void JournalNotDeleted(ILogger logger, Exception exception);

    [LoggerMessage(17, LogLevel.Error, "The upload of s3://{Bucket}/{Key} (upload id {UploadId}) could neither be aborted nor written into the journal to be aborted later")]
    public static partial void AbandonedNotRemembered(ILogger logger, string bucket, string key, string uploadId, Exception exception);

    [LoggerMessage(18, LogLevel.Information, "Aborted an upload of s3://{Bucket}/{Key} (upload id {UploadId}), begun at {InitiatedAt}")]
    public static partial void UploadSwept(ILogger logger, string bucket, string key, string uploadId, DateTimeOffset initiatedAt);

    [LoggerMessage(19, LogLevel.Error, "The creation of the upload of s3://{Bucket}/{Key} was not answered in the time for the clean-up; the upload may still lie in the storage")]
    public static partial void CreationUnanswered(ILogger logger, string bucket, string key);

    [LoggerMessage(20, LogLevel.Warning, "Part {PartNumber} waits for the storage, which has not answered for {Outage}; trying again in {Delay}: {Reason}")]
    public static partial void PartWaitsForStorage(ILogger logger, int partNumber, TimeSpan outage, TimeSpan delay, string reason);

    [LoggerMessage(21, LogLevel.Information, "Part {PartNumber} lags far behind the others, with {Sent} of {Length} bytes sent; sending it a second time, over another connection")]
    public static partial void PartSentTwice(ILogger logger, int partNumber, long sent, long length);

    [LoggerMessage(22, LogLevel.Warning, "The ticket of the upload of s3://{Bucket}/{Key} (upload id {UploadId}) is good no more ({Code}), so the upload can be neither gone on with nor aborted from here; beginning anew. Its parts stay in the storage until the back end's sweeper or the bucket's lifecycle rule deletes them")]
    public static partial void TicketLost(ILogger logger, string bucket, string key, string uploadId, string code);

    [LoggerMessage(23, LogLevel.Warning, "{Doing} s3://{Bucket}/{Key} waits for the storage, which has not answered for {Outage}; trying again in {Delay}: {Reason}")]
    public static partial void CallWaitsForStorage(ILogger logger, string doing, string bucket, string key, TimeSpan outage, TimeSpan delay, string reason);

    [LoggerMessage(24, LogLevel.Warning, "The completion of s3://{Bucket}/{Key} (upload id {UploadId}) arrived garbled (MalformedXML); asking for it again")]
    public static partial void CompletionGarbled(ILogger logger, string bucket, string key, string uploadId);

    [LoggerMessage(25, LogLevel.Warning, "The upload of s3://{Bucket}/{Key} (upload id {UploadId}) is not aborted: an object stands that is of exactly its parts. A storage that was killed while it completed the upload may list it still, and to abort it would delete the object's bytes. If the object is another's, abort the upload by hand; otherwise store the object again under another key")]
    public static partial void AbortWouldHarm(ILogger logger, string bucket, string key, string uploadId);

    [LoggerMessage(26, LogLevel.Warning, "The storage does not complete s3://{Bucket}/{Key} (upload id {UploadId}): {Lost} of its parts are not as they were acknowledged; sending them once more")]
    public static partial void PartsLost(ILogger logger, string bucket, string key, string uploadId, int lost);
}
