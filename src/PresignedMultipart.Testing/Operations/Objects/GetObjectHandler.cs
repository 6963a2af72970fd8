using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Objects;

/// <summary>GetObject and HeadObject, which differ only in that the body is not written.</summary>
internal sealed class GetObjectHandler : IOperationHandler
{
    /// <summary>Parameters that put other headers into the answer, for requests that are signed.</summary>
    private static readonly (string Parameter, string Header)[] _overrides =
    [
        ("response-cache-control", "Cache-Control"),
        ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"),
        ("response-content-language", "Content-Language"),
        ("response-expires", "Expires"),
    ];

    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        S3Answer? answer;
        do
        {
            answer = TryAnswer(call);
        }
        while (answer is null);

        return new(answer);
    }

    /// <returns><see langword="null"/> when the object was replaced or deleted between finding and opening it.</returns>
    private static S3Answer? TryAnswer(S3Call call)
    {
        StoredObject stored = Find(call);
        EncryptionHeaders.ThrowIfKeyDiffers(call, stored.Attributes.Encryption);
        if (ReadConditions.IsUnchanged(call, stored))
        {
            return new S3Answer(304).With("ETag", stored.ETag).With("Last-Modified", S3Time.ToHeader(stored.LastModified));
        }

        bool isHead = call.Log.Operation == S3Operation.HeadObject;
        if (!isHead && call.Settings.DiscardBodies)
        {
            throw S3Errors.NotImplemented("The test server discards bodies (S3TestServerOptions.DiscardBodies).");
        }

        ByteRange? range = call.Query.ReadNumber("partNumber") is { } part
            ? RangeOfPart(stored, part)
            : ByteRange.Parse(call.Header("Range"), stored.Body.Length);
        ByteRange given = range ?? new ByteRange(0, stored.Body.Length);
        BodyReader? reader = isHead ? null : call.AnyBucket.TryOpen(stored);
        if (reader is null && !isHead)
        {
            return null;
        }

        var answer = new S3Answer(range is null ? 200 : 206)
        {
            ContentType = call.Query["response-content-type"] ?? stored.Attributes.ContentType,
            Stored = (given.Offset, given.Length),
            Reader = reader,
        };
        WriteHeaders(call, answer, stored, given, range is not null);
        return answer;
    }

    private static StoredObject Find(S3Call call)
    {
        Bucket bucket = call.AnyBucket;
        StoredObject? stored = bucket.Find(call.Key);
        if (stored?.Attributes.IsPublicRead != true)
        {
            _ = call.OwnBucket;
        }
        else if (call.Signature is null && _overrides.Any(o => call.Query.Has(o.Parameter)))
        {
            throw S3Errors.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
        }

        return stored ?? throw S3Errors.NoSuchKey(call.Key);
    }

    private static void WriteHeaders(S3Call call, S3Answer answer, StoredObject stored, ByteRange given, bool isPartial)
    {
        answer.With("ETag", stored.ETag)
            .With("Last-Modified", S3Time.ToHeader(stored.LastModified))
            .With("Accept-Ranges", "bytes")
            .With("Content-Range", isPartial ? given.ToContentRange(stored.Body.Length) : null);
        if (call.Query.Has("partNumber") && stored.PartLengths.Count > 0)
        {
            answer.With("x-amz-mp-parts-count", FormattableString.Invariant($"{stored.PartLengths.Count}"));
        }

        // The checksum is of the whole and would mislead about a piece.
        if (string.Equals(call.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase) && given.Length == stored.Body.Length)
        {
            ChecksumAnswer.Write(answer, stored.Checksum);
        }

        AttributeHeaders.Write(answer, stored);
        EncryptionHeaders.Write(answer, stored.Attributes.Encryption);
        foreach ((string parameter, string header) in _overrides)
        {
            answer.With(header, call.Query[parameter]);
        }
    }

    private static ByteRange RangeOfPart(StoredObject stored, int part)
    {
        // What came in one PUT counts as one part.
        IReadOnlyList<long> lengths = stored.PartLengths.Count > 0 ? stored.PartLengths : [stored.Body.Length];
        return part >= 1 && part <= lengths.Count
            ? new ByteRange(lengths.Take(part - 1).Sum(), lengths[part - 1])
            : throw new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }
}
