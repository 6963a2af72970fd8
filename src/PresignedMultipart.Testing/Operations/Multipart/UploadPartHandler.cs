using System.Globalization;
using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class UploadPartHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        int number = ReadPartNumber(call);
        if (call.Header("x-amz-copy-source") is not null)
        {
            throw S3Errors.HeaderNotImplemented("x-amz-copy-source");
        }

        BodyLength.ThrowIfUnfit(call);
        MultipartUpload upload = bucket.GetUpload(call.Key, call.Query["uploadId"]!, call.Now);
        EncryptionHeaders.ThrowIfKeyDiffers(call, upload.Attributes.Encryption);
        ChecksumHeaders? declared = ChecksumHeaders.Read(call.Headers);
        CheckAlgorithm(upload.Checksum, declared);

        (StoredBody body, ReceivedBody received) = await call.StoreBodyAsync(declared, upload.Checksum?.Algorithm, cancellationToken)
            .ConfigureAwait(false);
        var part = new StoredPart(
            number, body, EntityTag.Hide(received.Md5, upload.Attributes.Encryption), received.Checksums, call.Now);
        try
        {
            bucket.PutPart(upload, part);
        }
        catch
        {
            body.Release();
            throw;
        }

        S3Answer answer = new S3Answer().With("ETag", part.ETag);
        ChecksumAlgorithm? algorithm = declared?.Algorithm ?? (upload.Checksum is { IsExplicit: true } asked ? asked.Algorithm : null);
        if (algorithm is not null)
        {
            answer.With(algorithm.HeaderName, Convert.ToBase64String(received.Checksums[algorithm]));
        }

        EncryptionHeaders.Write(answer, upload.Attributes.Encryption);
        return answer;
    }

    private static int ReadPartNumber(S3Call call)
    {
        string text = call.Query["partNumber"] ?? throw S3Errors.InvalidArgument("This operation requires a part number", "partNumber", "");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= S3Limits.MaximumPartNumber
            ? number
            : throw S3Errors.PartNumberOutOfRange(text);
    }

    /// <summary>
    /// A part's checksum must be of the upload's algorithm, if it was created with one. Where the sum of the whole is made from the sums of the parts,
    /// a part cannot do without.
    /// </summary>
    private static void CheckAlgorithm(ChecksumDeclaration? upload, ChecksumHeaders? part)
    {
        if (upload is not { IsExplicit: true })
        {
            // AWS's SDKs send a CRC-32 with every part, also when the upload was created without an algorithm.
            return;
        }

        bool fits = part is null ? upload.Type == ChecksumType.FullObject : part.Algorithm == upload.Algorithm;
        if (!fits)
        {
            throw ChecksumErrors.Mismatch(upload.Algorithm.Name.ToLowerInvariant(), part?.Algorithm.Name.ToLowerInvariant() ?? "null");
        }
    }
}
