using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;
using PresignedMultipart.S3.Signing;

namespace PresignedMultipart.S3.Multipart;

/// <summary><c>HeadObject</c>: what stands under a key now.</summary>
internal sealed class ObjectLookup(IAmazonS3 s3)
{
    public async Task<StoredObject?> FindAsync(UploadTarget target, bool withChecksum, CancellationToken cancellationToken) =>
        await HeadAsync(target, withChecksum, partNumber: null, cancellationToken).ConfigureAwait(false) is { } answer ? ToStored(answer, StoredChecksum.Of(answer), partSize: null) : null;

    /// <summary>The object with a sum to compare it by, and the size of its parts where the sum depends on them.</summary>
    public async Task<StoredObject?> FindToCompareAsync(UploadTarget target, CancellationToken cancellationToken)
    {
        GetObjectMetadataResponse? answer = await HeadAsync(target, withChecksum: true, partNumber: null, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return null;
        }

        Checksum? checksum = StoredChecksum.Of(answer) ?? StoredChecksum.OfETag(answer);
        long? partSize = checksum is { Type: ChecksumType.Composite } ? await PartSizeAsync(target, answer.ContentLength, checksum, cancellationToken).ConfigureAwait(false) : null;
        return ToStored(answer, checksum, partSize);
    }

    /// <summary>The size of the first part, when the length of the object is that of such parts and the last one: two questions tell unequal parts, but for ones that make up for each other.</summary>
    private async Task<long?> PartSizeAsync(UploadTarget target, long objectLength, Checksum composite, CancellationToken cancellationToken)
    {
        if (!int.TryParse(composite.Value.AsSpan(composite.Value.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
        {
            return null;
        }

        long? first = await LengthOfPartAsync(1).ConfigureAwait(false);
        long? last = count == 1 ? first : await LengthOfPartAsync(count).ConfigureAwait(false);
        return ((count - 1) * first) + last == objectLength ? first : null;

        async Task<long?> LengthOfPartAsync(int number) => (await HeadAsync(target, withChecksum: false, number, cancellationToken).ConfigureAwait(false))?.ContentLength;
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(UploadTarget target, bool withChecksum, int? partNumber, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = target.Bucket, Key = target.Key, PartNumber = partNumber };
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
            return await S3Call.InvokeAsync(
                "HeadObject", target.ToString(), () => s3.GetObjectMetadataAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            await ThrowIfBucketIsMissingAsync(target, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private static StoredObject ToStored(GetObjectMetadataResponse answer, Checksum? checksum, long? partSize) => new()
    {
        ETag = string.IsNullOrEmpty(answer.ETag) ? null : answer.ETag,
        Checksum = checksum,
        Length = answer.ContentLength,
        PartSize = partSize,
        VersionId = string.IsNullOrEmpty(answer.VersionId) ? null : answer.VersionId,
        Marker = answer.Metadata[UploadMarker.Name],
        LastModified = answer.LastModified is { } modified ? new DateTimeOffset(modified.ToUniversalTime()) : null,
    };

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
