using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;
using PresignedMultipart.S3.Signing;

namespace PresignedMultipart.S3.Multipart;

/// <summary>
/// <c>CompleteMultipartUpload</c>, whose answer needs care: a 200 can carry an error or nothing at all, and a repeated call can meet what
/// an earlier one has done.
/// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html"/>.
/// </summary>
internal sealed class Completion(IAmazonS3 s3)
{
    private const string Operation = "CompleteMultipartUpload";

    public async Task<StoredObject> CompleteAsync(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum, CancellationToken cancellationToken)
    {
        UploadTarget target = upload.Target;
        CompleteMultipartUploadRequest request = Request(upload, parts, objectLength, checksum);
        IDictionary<string, string>? sentHeaders = null;
        ((IAmazonWebServiceRequest)request).AddBeforeRequestHandler((_, e) => sentHeaders = (e as WebServiceRequestEventArgs)?.Headers);

        CompleteMultipartUploadResponse answer;
        try
        {
            answer = await S3Call.InvokeAsync(
                Operation, target.ToString(), () => s3.CompleteMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException refusal) when (IsInconclusive(refusal, sentHeaders))
        {
            throw new PresignedUrlProviderException(
                $"{Operation} of {target} was repeated, and the last answer was {refusal.ErrorCode ?? "404"}: an earlier attempt, whose answer was lost, may have completed the upload.", refusal)
            {
                ErrorCode = refusal.ErrorCode,
                RequestId = refusal.RequestId,
            };
        }

        // The SDK takes any readable body for a success, an empty one and a proxy's page too.
        if (string.IsNullOrEmpty(answer.Key) && string.IsNullOrEmpty(answer.ETag) && string.IsNullOrEmpty(answer.Location))
        {
            throw new PresignedUrlProviderException($"{Operation} of {target} was answered 200 without a result. The upload may have been completed or not.")
            {
                RequestId = answer.ResponseMetadata?.RequestId,
            };
        }

        return new StoredObject
        {
            ETag = string.IsNullOrEmpty(answer.ETag) ? null : answer.ETag,
            VersionId = string.IsNullOrEmpty(answer.VersionId) ? null : answer.VersionId,
            Checksum = StoredChecksum.Of(answer),
        };
    }

    private static CompleteMultipartUploadRequest Request(MultipartUpload upload, IReadOnlyList<CompletedPart> parts, long objectLength, Checksum? checksum)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = upload.Target.Bucket,
            Key = upload.Target.Key,
            UploadId = upload.UploadId,
            PartETags = [.. parts.OrderBy(part => part.PartNumber).Select(part => ETagOf(part, checksum))],
            MpuObjectSize = objectLength,
            IfNoneMatch = upload.Target.FailIfExists ? "*" : null,
        };

        if (checksum is { Type: ChecksumType.FullObject })
        {
            request.ChecksumType = Amazon.S3.ChecksumType.FULL_OBJECT;
            request.ChecksumCRC64NVME = checksum.Algorithm == ChecksumAlgorithm.Crc64Nvme ? checksum.Value : null;
            request.ChecksumCRC32C = checksum.Algorithm == ChecksumAlgorithm.Crc32C ? checksum.Value : null;
        }

        // Amazon S3 knows the key from the parts; Ceph asks for it again.
        if (CustomerKey.Of(upload.Target.Encryption) is { } key)
        {
            request.SSECustomerAlgorithm = CustomerKey.Algorithm;
            request.SSECustomerKey = key.Base64;
            request.SSECustomerKeyMD5 = key.Md5Base64;
        }

        return request;
    }

    // S3 makes a composite sum of those that the completion names, and refuses one that lacks them.
    private static PartETag ETagOf(CompletedPart part, Checksum? whole) =>
        new(part.PartNumber, part.ETag) { ChecksumSHA256 = whole is { Type: ChecksumType.Composite } && part.Checksum is { Algorithm: ChecksumAlgorithm.Sha256, Value: { } value } ? value : null };

    /// <summary>After a repetition "no such upload" and "the object exists" can both be the work of the attempt before.</summary>
    private static bool IsInconclusive(PresignedUrlProviderException refusal, IDictionary<string, string>? sentHeaders) =>
        refusal.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed
        && refusal.ErrorCode != "NoSuchBucket"
        && sentHeaders is not null
        && sentHeaders.TryGetValue("amz-sdk-request", out string? attempt)
        && !attempt.StartsWith("attempt=1;", StringComparison.Ordinal);
}
