using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Multipart;

internal sealed class CompleteMultipartUploadHandler : IOperationHandler
{
    public bool ReadsBody => true;

    public async ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        string uploadId = call.Query["uploadId"]!;

        // A checksum in the headers is the object's and not that of this body.
        byte[] document = await call.ReadDocumentAsync(null, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CompletionPart> listed = CompletionList.Parse(document, uploadId);
        WriteCondition condition = WriteConditions.Read(call);

        MultipartUpload? upload = bucket.FindUpload(call.Key, uploadId, call.Now);
        if (upload is null)
        {
            return AnswerRepetition(call, bucket, uploadId, listed);
        }

        try
        {
            StoredObject stored = bucket.CompleteUpload(
                upload, condition, parts => PartChooser.Choose(call, upload, listed, parts), chosen => Assemble(call, upload, chosen));
            return Answer(call, bucket, stored);
        }
        catch (S3Error error) when (error.Code == "NoSuchUpload")
        {
            // Another completion was faster.
            return AnswerRepetition(call, bucket, uploadId, listed);
        }
    }

    /// <summary>S3 answers a repeated completion like the first one, as long as the object it made is there.</summary>
    private static S3Answer AnswerRepetition(S3Call call, Bucket bucket, string uploadId, IReadOnlyList<CompletionPart> listed)
    {
        StoredObject? stored = bucket.Find(call.Key);
        bool same = stored is not null
            && stored.UploadId == uploadId
            && stored.CompletedParts.Count == listed.Count
            && stored.CompletedParts.Zip(listed).All(p => p.First.Number == p.Second.Number && EntityTag.AreEqual(p.First.ETag, p.Second.ETag));
        return same ? Answer(call, bucket, stored!) : throw S3Errors.NoSuchUpload(uploadId);
    }

    private static StoredObject Assemble(S3Call call, MultipartUpload upload, IReadOnlyList<StoredPart> parts) => new()
    {
        Key = upload.Key,
        Checksum = WholeChecksum.Compute(call, upload.Checksum, parts),
        Body = new CompositeBody([.. parts.Select(p => p.Body)]),
        ETag = EntityTag.OfParts(parts),
        LastModified = call.Now,
        Attributes = upload.Attributes,
        Tags = upload.Tags,
        PartLengths = [.. parts.Select(p => p.Body.Length)],
        UploadId = upload.UploadId,
        CompletedParts = [.. parts.Select(p => (p.Number, p.ETag))],
    };

    private static S3Answer Answer(S3Call call, Bucket bucket, StoredObject stored)
    {
        S3Answer answer = S3Answer.Xml(S3XmlWriter.Write("CompleteMultipartUploadResult", xml =>
        {
            xml.Element("Location", $"{call.Request.Scheme}://{call.Request.Host}/{bucket.Name}/{PercentEncoding.Encode(stored.Key)}");
            xml.Element("Bucket", bucket.Name);
            xml.Element("Key", stored.Key);
            xml.Element("ETag", stored.ETag);
            ChecksumAnswer.Write(xml, stored.Checksum);
        }));
        EncryptionHeaders.Write(answer, stored.Attributes.Encryption);
        return answer;
    }
}
