using PresignedMultipart.Testing.Bodies;
using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations.Objects;

internal sealed class PutObjectHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        if (call.Header("x-amz-copy-source") is not null)
        {
            throw S3Errors.HeaderNotImplemented("x-amz-copy-source");
        }

        KeyRules.ThrowIfTooLong(call.Key);
        BodyLength.ThrowIfUnfit(call);
        WriteCondition condition = WriteConditions.Read(call);
        ObjectAttributes attributes = AttributeHeaders.Read(call);
        IReadOnlyDictionary<string, string> tags = AttributeHeaders.ReadTags(call);
        ChecksumHeaders? declared = ChecksumHeaders.Read(call.Headers);

        // Asked before the body, so that the client need not send it, and again when the object is put in place.
        condition.ThrowIfBroken(call.Key, bucket.Find(call.Key));
        ChecksumAlgorithm? algorithm = declared?.Algorithm ?? (call.Settings.ComputeDefaultChecksum ? ChecksumAlgorithm.Crc64Nvme : null);
        (StoredBody body, ReceivedBody received) = await call.StoreBodyAsync(declared, algorithm, cancellationToken).ConfigureAwait(false);
        var stored = new StoredObject
        {
            Key = call.Key,
            Body = body,
            ETag = EntityTag.OfBytes(EntityTag.Hide(received.Md5, attributes.Encryption)),
            LastModified = call.Now,
            Attributes = attributes,
            Checksum = algorithm is null
                ? null
                : new ObjectChecksum(algorithm, ChecksumType.FullObject, Convert.ToBase64String(received.Checksums[algorithm])),
            Tags = tags,
        };
        try
        {
            bucket.Put(stored, condition);
        }
        catch
        {
            body.Release();
            throw;
        }

        S3Answer answer = new S3Answer().With("ETag", stored.ETag);
        ChecksumAnswer.Write(answer, stored.Checksum);
        EncryptionHeaders.Write(answer, attributes.Encryption);
        return answer;
    }
}
