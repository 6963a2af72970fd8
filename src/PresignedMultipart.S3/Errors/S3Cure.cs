using System.Net;

namespace PresignedMultipart.S3.Errors;

/// <summary>What to do about the refusals that a first set-up meets.</summary>
internal static class S3Cure
{
    public static string? Of(string? code, HttpStatusCode status) => code switch
    {
        "NoSuchBucket" => $"Create the bucket, for example with {nameof(S3PresignedUrlProvider.EnsureBucketAsync)}, or correct its name in the {nameof(UploadTarget)}.",
        "InvalidAccessKeyId" => $"Check {nameof(S3ProviderOptions.AccessKey)} (or AWS_ACCESS_KEY_ID, or the profile): this storage does not know it.",
        "SignatureDoesNotMatch" => $"Check {nameof(S3ProviderOptions.SecretKey)} (or AWS_SECRET_ACCESS_KEY, or the profile) and that nothing between here and the storage rewrites the host name or the path.",
        "ExpiredToken" or "InvalidToken" => $"The temporary credentials have ended: take new ones, or set {nameof(S3ProviderOptions.Credentials)} to ones that refresh themselves.",
        "RequestTimeTooSkewed" => "Set this machine's clock.",
        "AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException" => $"Set {nameof(S3ProviderOptions.Region)} to the bucket's region.",
        "AccessDenied" => "If the keys are right, grant them s3:PutObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts on the bucket's objects, and s3:ListBucket on the bucket.",
        "ServiceUnavailable" or "SlowDown" => "The storage is asked for more than it gives. If it stays so, its disks may be full: OpenStack Swift says the same then.",
        "QuotaExceeded" or "InsufficientStorage" => "The storage or the account is full: make room, or raise the quota.",
        null when status is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => $"Set {nameof(S3ProviderOptions.Region)} to the bucket's region.",
        null when status is HttpStatusCode.Forbidden => "The credentials are wrong or lack the permission; or a proxy, a firewall or a log-in page on the way answered in the storage's place.",
        _ => null,
    };
}
