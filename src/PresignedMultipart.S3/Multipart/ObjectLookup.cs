using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;
using PresignedMultipart.S3.Signing;

namespace PresignedMultipart.S3.Multipart;

/// <summary><c>HeadObject</c>: what stands under a key now.</summary>
internal sealed class ObjectLookup(IAmazonS3 s3)
{
    public async Task<StoredObject?> FindAsync(UploadTarget target, bool withChecksum, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = target.Bucket, Key = target.Key };
        if (withChecksum)
        {
            request.ChecksumMode = ChecksumMode.ENABLED;
        }

        if (CustomerKey.Of(target.Encryption) is { } key)
        {
            request.ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256;
            request.ServerSideEncryptionCustomerProvidedKey = key.Base64;
            request.ServerSideEncryptionCustomerProvidedKeyMD5 = key.Md5Base64;
        }

        try
        {
            GetObjectMetadataResponse answer = await S3Call.InvokeAsync(
                "HeadObject", target.ToString(), () => s3.GetObjectMetadataAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);

            return new StoredObject
            {
                ETag = string.IsNullOrEmpty(answer.ETag) ? null : answer.ETag,
                Checksum = StoredChecksum.Of(answer),
                Length = answer.ContentLength,
                VersionId = string.IsNullOrEmpty(answer.VersionId) ? null : answer.VersionId,
                LastModified = answer.LastModified is { } modified ? new DateTimeOffset(modified.ToUniversalTime()) : null,
            };
        }
        catch (PresignedUrlProviderException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            await ThrowIfBucketIsMissingAsync(target, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    // The answer to HEAD has no body, so a missing bucket looks like a missing object.
    private async Task ThrowIfBucketIsMissingAsync(UploadTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await S3Call.InvokeAsync(
                "HeadBucket", $"s3://{target.Bucket}", () => s3.HeadBucketAsync(new HeadBucketRequest { BucketName = target.Bucket }, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal) when (refusal.StatusCode == HttpStatusCode.NotFound)
        {
            const string Code = "NoSuchBucket";
            throw new PresignedUrlProviderException($"The bucket '{target.Bucket}' does not exist. {S3Cure.Of(Code, HttpStatusCode.NotFound)}", refusal)
            {
                StatusCode = refusal.StatusCode,
                ErrorCode = Code,
                RequestId = refusal.RequestId,
            };
        }
        catch (PresignedUrlProviderException refusal) when (refusal.StatusCode == HttpStatusCode.Forbidden)
        {
            // These credentials may see objects but not the bucket; then it exists.
        }
    }
}
