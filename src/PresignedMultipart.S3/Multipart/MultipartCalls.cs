using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.S3.Errors;
using PresignedMultipart.S3.Signing;

namespace PresignedMultipart.S3.Multipart;

/// <summary>The calls around the parts: create, list, abort. The SDK retries each of them.</summary>
internal sealed class MultipartCalls(IAmazonS3 s3, TimeProvider time)
{
    /// <summary>What S3 itself stores for an object that names no type.</summary>
    private const string DefaultContentType = "binary/octet-stream";

    public async Task<MultipartUpload> CreateAsync(UploadTarget target, ChecksumAlgorithm checksum, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = ObjectHeaders.Of(target);

        // Left out, the SDK would guess a type from the key, which a single PUT of the same target does not.
        headers.TryAdd("Content-Type", DefaultContentType);
        string? marker = UploadMarker.AddTo(headers, target);

        var request = new InitiateMultipartUploadRequest { BucketName = target.Bucket, Key = target.Key };
        foreach ((string name, string value) in headers)
        {
            request.Headers[name] = value;
        }

        if (ChecksumNames.Of(checksum) is { } algorithm)
        {
            request.ChecksumAlgorithm = algorithm;
            request.ChecksumType = checksum == ChecksumAlgorithm.Sha256 ? Amazon.S3.ChecksumType.COMPOSITE : Amazon.S3.ChecksumType.FULL_OBJECT;
        }

        const string Operation = "CreateMultipartUpload";
        InitiateMultipartUploadResponse answer = await S3Call.InvokeAsync(
            Operation, target.ToString(), () => s3.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);

        if (string.IsNullOrEmpty(answer.UploadId))
        {
            throw new PresignedUrlProviderException($"{Operation} of {target} was answered without an upload id. Check that the endpoint is an S3 API and not, for example, a console or a proxy.");
        }

        return new MultipartUpload(target, answer.UploadId)
        {
            ChecksumAlgorithm = ChecksumNames.Parse(answer.ChecksumAlgorithm),
            Marker = marker,
            AbortDate = AbortDate(answer.AbortDate),
            AbortRuleId = string.IsNullOrEmpty(answer.AbortRuleId) ? null : answer.AbortRuleId,
        };
    }

    public async IAsyncEnumerable<StoredPart> ListAsync(MultipartUpload upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListPartsRequest { BucketName = upload.Target.Bucket, Key = upload.Target.Key, UploadId = upload.UploadId };
        int last = 0;
        bool hasMore = true;
        while (hasMore)
        {
            ListPartsResponse page = await S3Call.InvokeAsync(
                "ListParts", upload.Target.ToString(), () => s3.ListPartsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);

            foreach (PartDetail part in page.Parts ?? [])
            {
                last = part.PartNumber ?? throw Unreadable("a part without a number");
                yield return new StoredPart(last, part.Size ?? throw Unreadable("a part without a size"), part.ETag, StoredChecksum.Of(part));
            }

            hasMore = page.IsTruncated == true;
            string next = (page.NextPartNumberMarker ?? last).ToString(CultureInfo.InvariantCulture);
            if (hasMore && next == (request.PartNumberMarker ?? "0"))
            {
                throw Unreadable("a page that leads to itself");
            }

            request.PartNumberMarker = next;
        }

        PresignedUrlProviderException Unreadable(string what) => new($"ListParts of {upload.Target} was answered with {what}.");
    }

    public async IAsyncEnumerable<IncompleteUpload> ListUploadsAsync(string bucket, string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = keyPrefix.Length == 0 ? null : keyPrefix };
        bool hasMore = true;
        while (hasMore)
        {
            ListMultipartUploadsResponse page = await S3Call.InvokeAsync(
                "ListMultipartUploads", $"s3://{bucket}", () => s3.ListMultipartUploadsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);

            foreach (Amazon.S3.Model.MultipartUpload upload in page.MultipartUploads ?? [])
            {
                // Without a date nobody can say that it is old.
                DateTimeOffset initiated = upload.Initiated is { } date ? new DateTimeOffset(date.ToUniversalTime()) : DateTimeOffset.MaxValue;
                yield return new IncompleteUpload(new MultipartUpload(new UploadTarget(bucket, upload.Key), upload.UploadId), initiated);
            }

            hasMore = page.IsTruncated == true;
            if (hasMore && (page.NextKeyMarker, page.NextUploadIdMarker) == (request.KeyMarker, request.UploadIdMarker))
            {
                throw new PresignedUrlProviderException($"ListMultipartUploads of s3://{bucket} was answered with a page that leads to itself.");
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    public async Task AbortAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        var request = new AbortMultipartUploadRequest { BucketName = upload.Target.Bucket, Key = upload.Target.Key, UploadId = upload.UploadId };
        try
        {
            await S3Call.InvokeAsync(
                "AbortMultipartUpload", upload.Target.ToString(), () => s3.AbortMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PresignedUrlProviderException gone) when (gone.StatusCode == HttpStatusCode.NotFound && gone.IsNoSuchUpload)
        {
        }
    }

    // Ceph 20 answers a day of 1970; and no rule would have aborted an upload before it began.
    private DateTimeOffset? AbortDate(DateTime? answered) =>
        answered is { } date && new DateTimeOffset(date.ToUniversalTime()) is var utc && utc > time.GetUtcNow() ? utc : null;
}
