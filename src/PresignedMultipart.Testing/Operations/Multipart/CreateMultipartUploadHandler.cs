using PresignedMultipart.Testing.Checksums;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class CreateMultipartUploadHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        KeyRules.ThrowIfTooLong(call.Key);
        var upload = new MultipartUpload
        {
            Key = call.Key,
            UploadId = UploadIds.Create(call.Settings.UseReservedCharactersInUploadIds),
            InitiatedAt = call.Now,
            Attributes = AttributeHeaders.Read(call),
            Tags = AttributeHeaders.ReadTags(call),
            Checksum = ChecksumChoice.Read(call),
            Abort = FindAbort(bucket, call),
        };
        bucket.AddUpload(upload);

        S3Answer answer = S3Answer.Xml(S3XmlWriter.Write("InitiateMultipartUploadResult", xml =>
        {
            xml.Element("Bucket", bucket.Name);
            xml.Element("Key", upload.Key);
            xml.Element("UploadId", upload.UploadId);
        }));
        AbortDate.Write(answer, upload);
        EncryptionHeaders.Write(answer, upload.Attributes.Encryption);
        if (upload.Checksum is { IsExplicit: true } checksum)
        {
            answer.With("x-amz-checksum-algorithm", checksum.Algorithm.Name).With("x-amz-checksum-type", checksum.Type.ToName());
        }

        return new(answer);
    }

    /// <summary>The earliest rule counts.</summary>
    private static (DateTimeOffset Date, string RuleId)? FindAbort(Bucket bucket, S3Call call)
    {
        AbortRule? rule = bucket.Lifecycle?.Rules
            .Where(r => call.Key.StartsWith(r.Prefix, StringComparison.Ordinal))
            .MinBy(r => r.Days);
        return rule is null ? null : (rule.DateFor(call.Now), rule.Id);
    }
}
