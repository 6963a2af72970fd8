using Microsoft.Extensions.Logging;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>Every message that the back end logs. None carries a URL or a ticket.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Refused with {Status} {Code}: {Reason}")]
    public static partial void Refused(ILogger logger, int? status, string? code, string reason, Exception? cause);

    [LoggerMessage(2, LogLevel.Warning, "The storage refused ({Code})")]
    public static partial void StorageRefused(ILogger logger, string? code, Exception refusal);

    [LoggerMessage(3, LogLevel.Error, "An upload endpoint failed")]
    public static partial void Failed(ILogger logger, Exception failure);

    [LoggerMessage(4, LogLevel.Information, "Created an upload of s3://{Bucket}/{Key} for {Subject}, of at most {Limit} bytes")]
    public static partial void Created(ILogger logger, string bucket, string key, string? subject, long limit);

    [LoggerMessage(5, LogLevel.Information, "Completed s3://{Bucket}/{Key} for {Subject}: {Length} bytes in {PartCount} part(s)")]
    public static partial void Completed(ILogger logger, string bucket, string key, string? subject, long? length, int partCount);

    [LoggerMessage(6, LogLevel.Information, "Aborted the upload of s3://{Bucket}/{Key} of {Subject}")]
    public static partial void Aborted(ILogger logger, string bucket, string key, string? subject);

    [LoggerMessage(7, LogLevel.Warning, "The upload of s3://{Bucket}/{Key} of {Subject} outgrew its {Limit} bytes: {Length} are stored. It was aborted")]
    public static partial void Outgrown(ILogger logger, string bucket, string key, string? subject, long limit, long length);

    [LoggerMessage(8, LogLevel.Information, "The completion of s3://{Bucket}/{Key} was not confirmed; looking at the object: {Reason}")]
    public static partial void CompletionUnconfirmed(ILogger logger, string bucket, string key, string reason);

    [LoggerMessage(9, LogLevel.Error, "The upload of s3://{Bucket}/{Key} could not be aborted; its parts may still lie in the storage")]
    public static partial void AbortFailed(ILogger logger, string bucket, string key, Exception failure);

    [LoggerMessage(10, LogLevel.Information, "Swept {Count} upload(s) out of s3://{Bucket} that were begun more than {Age} ago")]
    public static partial void Swept(ILogger logger, int count, string bucket, TimeSpan age);

    [LoggerMessage(11, LogLevel.Error, "The incomplete uploads of s3://{Bucket} could not be swept")]
    public static partial void SweepFailed(ILogger logger, string bucket, Exception failure);
}
